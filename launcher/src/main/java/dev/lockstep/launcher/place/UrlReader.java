package dev.lockstep.launcher.place;

import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.SslMode;
import dev.lockstep.flow.section.Expansion;
import dev.lockstep.flow.section.Parsers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of one URL. Not by {@code java.net.URI}: its messages show all of the text, and
 * so the password.
 */
final class UrlReader {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");
  private static final Pattern WHOLE =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(\\?[^#]*)?(#.*)?");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^\\s:\\[\\]@]+)(?::([0-9]*))?");

  /** Stands for the reference of a number while the text is taken apart: no URL holds it. */
  private static final char HELD = '\uE000';

  private final Expansion expansion;
  private final List<String> references = new ArrayList<>();

  private UrlReader(Map<String, String> env) {
    this.expansion = new Expansion(env);
  }

  static ServerUrl read(String text, Map<String, String> env) {
    String url = text.strip();
    if (REFERENCE.matcher(url).matches()) {
      url = new Expansion(env).expand(url).strip();
    }
    UrlReader reader = new UrlReader(env);
    return reader.parts(reader.held(url));
  }

  /** The text with every reference taken out: they may hold what is special in a URL. */
  private String held(String url) {
    if (url.indexOf(HELD) >= 0) {
      throw wrong("It holds a character that no URL has.");
    }
    String held =
        REFERENCE
            .matcher(url)
            .replaceAll(
                found -> {
                  references.add(found.group());
                  return HELD + Character.toString((char) (HELD + references.size()));
                });
    if (held.contains("${")) {
      throw wrong("A reference is ${env:NAME} or ${file:PATH}; a plain '{' is written %7B.");
    }
    return held;
  }

  private ServerUrl parts(String url) {
    Matcher whole = WHOLE.matcher(url);
    if (!whole.matches()) {
      throw wrong("It is no URL.");
    }
    EndpointType type = type(whole.group(1));
    String path = whole.group(3);
    if (!path.isEmpty() && !path.equals("/")) {
      throw wrong(
          "Nothing but '/' may follow the port: Lockstep makes a schema of its own there. A '/' in"
              + " user or password is written %2F.");
    }
    if (whole.group(5) != null) {
      throw wrong("It has a part that begins with '#', which is written %23 in user and password.");
    }
    String authority = whole.group(2);
    int at = authority.lastIndexOf('@');
    if (at < 0) {
      throw wrong("User and password are missing.");
    }
    String[] account = account(authority.substring(0, at));
    Matcher place = HOST_AND_PORT.matcher(authority.substring(at + 1));
    if (!place.matches()) {
      throw wrong("The host is missing or none. An address of IPv6 stands in brackets: [::1].");
    }
    return new ServerUrl(
        type,
        unbracketed(place.group(1)),
        port(place.group(2), type),
        account[0],
        Secret.of(account[1]),
        ssl(whole.group(4)));
  }

  private static EndpointType type(String scheme) {
    try {
      return Parsers.choice(EndpointType.class).parse(scheme);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is no kind of database. What stands before :// must be one of %s."
              .formatted(scheme, Parsers.words(List.of(EndpointType.values()))),
          e);
    }
  }

  private String[] account(String text) {
    if (text.indexOf('@') >= 0) {
      throw wrong("An '@' in user or password is written %40.");
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw wrong("The password is missing; where there is none, write user:@host.");
    }
    String user = value(text.substring(0, colon));
    String password = value(text.substring(colon + 1));
    if (user.isBlank()) {
      throw wrong("The user is missing.");
    }
    if (!password.equals(password.stripTrailing())) {
      throw wrong("A password that ends in white space cannot be used here.");
    }
    return new String[] {user, password};
  }

  private static String unbracketed(String host) {
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (plain.indexOf(HELD) >= 0) {
      throw wrong("Only user and password may be references, or the URL as a whole.");
    }
    return plain.toLowerCase(Locale.ROOT);
  }

  private static int port(@Nullable String digits, EndpointType type) {
    if (digits == null || digits.isEmpty()) {
      return type.defaultPort();
    }
    int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      throw wrong("The port must be from 1 to 65535.");
    }
    return port;
  }

  private static SslMode ssl(@Nullable String query) {
    if (query == null || query.equals("?")) {
      return SslMode.PREFER;
    }
    if (!query.startsWith("?ssl=")) {
      throw wrong("After '?' only ssl=... is known; a '?' in user or password is written %3F.");
    }
    try {
      return Parsers.choice(SslMode.class).parse(query.substring("?ssl=".length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("What is asked of ssl is none. " + e.getMessage(), e);
    }
  }

  /** With what is encoded decoded, and each reference followed. */
  private String value(String text) {
    StringBuilder value = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf(HELD); at >= 0; at = text.indexOf(HELD, from)) {
      value.append(decoded(text.substring(from, at)));
      value.append(expansion.expand(references.get(text.charAt(at + 1) - HELD - 1)));
      from = at + 2;
    }
    return value.append(decoded(text.substring(from))).toString();
  }

  private static String decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        bytes.write(encoded[i]);
        continue;
      }
      int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw wrong("A '%' in user or password is written %25.");
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("What is encoded in user or password is not UTF-8.", e);
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        what + " It must be " + ServerUrl.FORM + ", with what is special in a URL encoded as %XX.");
  }
}
