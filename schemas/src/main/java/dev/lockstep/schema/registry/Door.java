package dev.lockstep.schema.registry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What stands before every call. The registry has no authentication, so a page in the user's
 * browser must not reach it: neither under another host name (DNS rebinding), nor from another
 * origin, nor by a request that a browser sends without asking first, which cannot have the media
 * type of a registry. Stateless.
 */
final class Door {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1\\]");
  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "application/vnd.schemaregistry.v1+json",
          "application/vnd.schemaregistry+json",
          "application/json");

  private Door() {}

  /** Lets the call pass, or says what it lacks. */
  static void check(HttpExchange exchange) {
    int port = exchange.getLocalAddress().getPort();
    Headers headers = exchange.getRequestHeaders();
    if (!isOwn(only(headers, "Host"), port)) {
      throw RegistryFault.forbidden(
          "The registry answers under localhost:%d and 127.0.0.1:%d only: a tunnel must end at the"
                  .formatted(port, port)
              + " same port, a proxy must set Host");
    }
    if (headers.containsKey("Origin") && !isOwnOrigin(only(headers, "Origin"), port)) {
      throw RegistryFault.forbidden("A page from elsewhere may not call the registry");
    }
    String method = exchange.getRequestMethod();
    if ((method.equals("POST") || method.equals("PUT"))
        && !isRegistrys(only(headers, "Content-Type"))) {
      throw RegistryFault.unsupportedMediaType(
          "Send the body as Content-Type application/vnd.schemaregistry.v1+json or"
              + " application/json");
    }
  }

  /** The value of a header that is there once; blank if not. */
  private static String only(Headers headers, String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.size() == 1 ? values.getFirst().strip().toLowerCase(Locale.ROOT) : "";
  }

  private static boolean isOwn(String authority, int port) {
    String suffix = ":" + port;
    if (authority.endsWith(suffix)) {
      return isLoopback(authority.substring(0, authority.length() - suffix.length()));
    }
    return port == 80 && isLoopback(authority);
  }

  private static boolean isLoopback(String name) {
    return LOOPBACK.matcher(name).matches();
  }

  private static boolean isOwnOrigin(String origin, int port) {
    return origin.startsWith("http://") && isOwn(origin.substring("http://".length()), port);
  }

  private static boolean isRegistrys(String contentType) {
    int parameters = contentType.indexOf(';');
    return MEDIA_TYPES.contains(
        (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip());
  }
}
