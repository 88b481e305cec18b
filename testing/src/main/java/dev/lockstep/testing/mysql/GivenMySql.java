package dev.lockstep.testing.mysql;

import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.Settings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server that somebody else runs: used as it is, and left running. Its account is both Lockstep's
 * and the one that may do everything.
 */
record GivenMySql(@Nullable String url) implements MySqlPlace {

  static final String VARIABLE = "LOCKSTEP_TEST_MYSQL_URL";

  private static final int USUAL_PORT = 3306;

  @Override
  public String name() {
    return "the one of " + VARIABLE;
  }

  @Override
  public Optional<String> lacking() {
    return url == null || url.isBlank() ? Optional.of(VARIABLE + " names none") : Optional.empty();
  }

  @Override
  public DatabaseServer start(Settings settings) {
    URI uri = parsed();
    String[] login = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
    if (!"mysql".equals(uri.getScheme()) || uri.getHost() == null || login.length < 2) {
      throw unusable();
    }
    String user = decoded(login[0]);
    String password = decoded(login[1]);
    int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
    return new ReachedMySql(uri.getHost(), port, user, password, user, password, () -> {});
  }

  private URI parsed() {
    try {
      return URI.create(Optional.ofNullable(url).orElse("").strip());
    } catch (IllegalArgumentException e) {
      // Its message would show the password.
      throw unusable();
    }
  }

  private static IllegalStateException unusable() {
    return new IllegalStateException(
        VARIABLE
            + " must be mysql://user:password@host:port/ with what is special in a URL encoded"
            + " as %XX");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Passwords are never shown. */
  @Override
  public String toString() {
    return "GivenMySql[***]";
  }
}
