package dev.lockstep.schema.codec;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The registry refused a request, could not be reached at all, or gave a schema that is of no use.
 */
public final class RegistryException extends KafkaException {

  private static final long serialVersionUID = 1L;

  /** The registry's code for a subject that it does not know. */
  public static final int SUBJECT_UNKNOWN = 40401;

  /** The registry's code for a version that it does not know. */
  public static final int VERSION_UNKNOWN = 40402;

  /** The registry's code for a schema or id that it does not know. */
  public static final int SCHEMA_UNKNOWN = 40403;

  private final int status;
  private final int code;

  private final boolean ofSchema;

  private RegistryException(
      int status, int code, boolean ofSchema, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
    this.ofSchema = ofSchema;
  }

  static RegistryException unusable(String message, @Nullable Throwable cause) {
    return new RegistryException(200, 200, true, message, cause);
  }

  static RegistryException refused(int status, int code, String message) {
    return new RegistryException(status, code, false, message, null);
  }

  static RegistryException unavailable(String message, @Nullable Throwable cause) {
    return new RegistryException(0, 0, false, message, cause);
  }

  /** No registry answered; the same request may succeed later. */
  public boolean isUnavailable() {
    return status == 0;
  }

  /** Subject, version or schema does not exist. */
  public boolean isUnknown() {
    return status == 404;
  }

  /** The schema breaks the compatibility level of its subject. */
  public boolean isIncompatible() {
    return status == 409;
  }

  /** The registry gave the schema, and it can never be used: asking again changes nothing. */
  public boolean isOfSchema() {
    return ofSchema;
  }

  /** What a person has to do. */
  public String remedy() {
    return switch (status) {
      case 0 -> "Start the registry, or correct registry.url; it is asked again by itself.";
      case 401, 403 ->
          "Give credentials that may use the registry, in registry.properties or registry.url;"
              + " it is asked again by itself.";
      case 404 ->
          "See that registry.url is the registry that the producers write to, and that it has not"
              + " lost its topic _schemas; it is asked again by itself.";
      case 409 -> "Set the subject's compatibility to a level that allows the change.";
      default ->
          ofSchema
              ? "See who else writes to the topic: Lockstep reads Avro only."
              : "See that registry.url is a schema registry's; it is asked again by itself.";
    };
  }

  /** HTTP status; 0 when no registry answered. */
  public int status() {
    return status;
  }

  /** The registry's own error code; the HTTP status when it gave none. */
  public int code() {
    return code;
  }
}
