package dev.lockstep.flow.config;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks addresses by their form; whether anyone answers there is found out by connecting. */
final class Addresses {

  private static final Pattern HOST_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^\\s:/@\\[\\]]+):(\\d{1,5})");
  private static final Pattern HOST = Pattern.compile("[0-9a-fA-F:.%]*:[0-9a-fA-F:.%]*|[^\\s:/@]+");
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|::1|localhost");

  private Addresses() {}

  static String bootstrapServers(String text) {
    for (String server : parts(text)) {
      Matcher matcher = HOST_PORT.matcher(server);
      if (!matcher.matches() || !isPort(matcher.group(2))) {
        throw new IllegalArgumentException(
            "It must be host:port, several separated by commas, such as kafka1:9092,kafka2:9092.");
      }
    }
    return String.join(",", parts(text));
  }

  static String registryUrls(String text) {
    for (String url : parts(text)) {
      if (!isUrl(url)) {
        throw new IllegalArgumentException(
            "It must be an http or https URL, several separated by commas, such as"
                + " http://registry:8081.");
      }
    }
    return String.join(",", parts(text));
  }

  static String host(String text) {
    String host = text.strip();
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "It must be a host name or an address alone; the port has a key of its own.");
    }
    return host;
  }

  static String loopback(String text) {
    String address = text.strip();
    if (!LOOPBACK.matcher(address).matches()) {
      throw new IllegalArgumentException(
          "Only 127.0.0.1, ::1 or localhost: the console has no authentication yet, so it is not"
              + " opened to a network. To see it from elsewhere use a tunnel (ssh -L) or a proxy that"
              + " authenticates.");
    }
    return address;
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = URI.create(text);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean hasHost = uri.getRawAuthority() != null && !uri.getRawAuthority().isEmpty();
      return hasHost && (isHttp || "mock".equals(uri.getScheme()));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static boolean isPort(String digits) {
    int port = Integer.parseInt(digits);
    return port >= 1 && port <= 65_535;
  }

  private static List<String> parts(String text) {
    List<String> parts =
        Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toList());
    parts.removeIf(part -> part.isEmpty() && !text.isBlank());
    return parts;
  }
}
