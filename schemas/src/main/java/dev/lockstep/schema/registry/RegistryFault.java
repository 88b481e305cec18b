package dev.lockstep.schema.registry;

import org.jspecify.annotations.Nullable;

/** An answer that is not the one asked for, with the codes that registry clients know. */
final class RegistryFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  private RegistryFault(int status, int code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
  }

  static RegistryFault noSuchPath() {
    return new RegistryFault(404, 404, "There is no such path in this registry", null);
  }

  static RegistryFault methodNotAllowed(String method) {
    return new RegistryFault(405, 405, "Method " + method + " is not supported here", null);
  }

  static RegistryFault badRequest(String why) {
    return new RegistryFault(400, 400, why, null);
  }

  static RegistryFault forbidden(String why) {
    return new RegistryFault(403, 40301, why, null);
  }

  static RegistryFault unsupportedMediaType(String why) {
    return new RegistryFault(415, 415, why, null);
  }

  static RegistryFault tooLarge(int limitBytes) {
    return new RegistryFault(413, 413, "A request may have " + limitBytes + " bytes", null);
  }

  static RegistryFault unknownSubject(String subject) {
    return new RegistryFault(404, 40401, "Subject '" + subject + "' not found.", null);
  }

  static RegistryFault unknownVersion(int version) {
    return new RegistryFault(404, 40402, "Version " + version + " not found.", null);
  }

  static RegistryFault unknownSchema(String what) {
    return new RegistryFault(404, 40403, what + " not found", null);
  }

  static RegistryFault noLevelOfItsOwn(String subject) {
    return new RegistryFault(
        404, 40408, "Subject '" + subject + "' has no compatibility level of its own", null);
  }

  static RegistryFault incompatible(String why) {
    return new RegistryFault(409, 409, why, null);
  }

  static RegistryFault invalidSchema(String why) {
    return new RegistryFault(422, 42201, "Invalid schema: " + why, null);
  }

  static RegistryFault invalidVersion(String version) {
    return new RegistryFault(
        422,
        42202,
        "The version '" + version + "' is not valid: use a number from 1 to 2147483647 or 'latest'",
        null);
  }

  static RegistryFault invalidLevel(String level) {
    return new RegistryFault(
        422,
        42203,
        "Invalid compatibility level '"
            + level
            + "': use NONE, BACKWARD, FORWARD or FULL, the last three also with _TRANSITIVE",
        null);
  }

  static RegistryFault invalidMode(String mode) {
    return new RegistryFault(
        422, 42204, "Invalid mode '" + mode + "': this registry is always READWRITE", null);
  }

  static RegistryFault notKept(String field) {
    return new RegistryFault(
        422, 42205, "This registry does not keep '" + field + "': leave it out", null);
  }

  static RegistryFault schemaTooLarge(Throwable cause) {
    return new RegistryFault(
        422, 42209, "The schema is larger than a record of the schema log may be", cause);
  }

  static RegistryFault store(String message, Throwable cause) {
    return new RegistryFault(500, 50001, message, cause);
  }

  static RegistryFault fenced() {
    return new RegistryFault(
        503, 50301, "Another registry has taken over this one's log: use its address", null);
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }
}
