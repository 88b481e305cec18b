package dev.lockstep.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands before every request. A page elsewhere must not reach the console through the user's
 * browser: neither under another host name (DNS rebinding) nor by a WebSocket from another origin.
 */
public final class Guard {

  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final String policy;

  Guard(ImportMap importMap) {
    policy =
        "default-src 'none'; script-src 'self' '"
            + importMap.sha256()
            + "'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  void addTo(RoutesConfig routes) {
    routes.before(this::http);
    routes.wsBeforeUpgrade(this::upgrade);
  }

  private void http(Context context) {
    context.header("Content-Security-Policy", policy);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
    checkHost(context);
  }

  private void upgrade(Context context) {
    checkHost(context);
    String origin = context.header("Origin");
    if (origin != null && !sameHost(origin, context.header("Host"))) {
      throw new ForbiddenResponse("This page may not open a connection to the console");
    }
  }

  private static void checkHost(Context context) {
    if (!isLoopback(context.header("Host"))) {
      throw new ForbiddenResponse(
          "The console answers under localhost and 127.0.0.1 only, not under the host name given");
    }
  }

  static boolean isLoopback(@Nullable String host) {
    if (host == null) {
      return false;
    }
    int port = host.lastIndexOf(':');
    boolean hasPort = port > host.lastIndexOf(']') && port > 0;
    String name = hasPort ? host.substring(0, port) : host;
    return LOOPBACK_NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  static boolean sameHost(String origin, @Nullable String host) {
    try {
      return Optional.ofNullable(URI.create(origin).getAuthority())
          .map(authority -> authority.equalsIgnoreCase(host))
          .orElse(false);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
