package dev.lockstep.engine.jdbc;

import dev.lockstep.flow.SslMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;

/** Opens connections that are encrypted as an endpoint asks. */
public final class Encryption {

  private Encryption() {}

  /** One way to connect; {@link SslMode#PREFER} is never asked of it. */
  public interface Attempt {
    Connection open(SslMode ssl) throws SQLException;
  }

  /**
   * Connects. Where encryption is only preferred and cannot be had, without it; but not for an
   * account that the server does not let in: it would not be let in either, with its password sent
   * once more.
   *
   * @param refusesAccount whether that is what a failure says
   */
  public static Connection open(
      SslMode ssl, Predicate<SQLException> refusesAccount, Attempt attempt) throws SQLException {
    if (ssl != SslMode.PREFER) {
      return attempt.open(ssl);
    }
    try {
      return attempt.open(SslMode.REQUIRE);
    } catch (SQLException encrypted) {
      if (refusesAccount.test(encrypted)) {
        throw encrypted;
      }
      try {
        return attempt.open(SslMode.DISABLE);
      } catch (SQLException plain) {
        plain.addSuppressed(encrypted);
        throw plain;
      }
    }
  }
}
