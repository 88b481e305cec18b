package dev.lockstep.engine.mysql;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.ServerEndpoint;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;

/** What failures of connections mean, with what to do about them. */
public final class AccessErrors {

  private static final int ACCESS_DENIED = 1045;
  private static final int HOST_REFUSED = 1130;
  private static final String NOT_AUTHORIZED = "28";

  private AccessErrors() {}

  /** Whether the server does not let the account in. */
  public static boolean refusesAccount(SQLException e) {
    return e.getErrorCode() == ACCESS_DENIED || e.getErrorCode() == HOST_REFUSED;
  }

  public static LockstepException explained(ServerEndpoint endpoint, SQLException e) {
    if (refusesAccount(e)) {
      return new LockstepException(
          Category.CONFIGURATION,
          "Endpoint %s refuses user '%s': %s"
              .formatted(endpoint.description(), endpoint.username(), e.getMessage()),
          "Check endpoints.%1$s.username and endpoints.%1$s.password, and that this user may connect from this host."
              .formatted(endpoint.name()),
          e);
    }
    if (e instanceof SQLInvalidAuthorizationSpecException || isNotAuthorized(e)) {
      return new LockstepException(
          Category.CONFIGURATION,
          "Endpoint %s does not let user '%s' in: %s"
              .formatted(endpoint.description(), endpoint.username(), e.getMessage()),
          "Check endpoints.%s.ssl and the user's grants.".formatted(endpoint.name()),
          e);
    }
    return new LockstepException(
        Category.EXTERNAL,
        "Endpoint %s cannot be reached: %s".formatted(endpoint.description(), e.getMessage()),
        "Check that the server runs and that endpoints.%1$s.host and endpoints.%1$s.port are right; it is tried again until it answers."
            .formatted(endpoint.name()),
        e);
  }

  private static boolean isNotAuthorized(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith(NOT_AUTHORIZED);
  }
}
