package dev.lockstep.schema.codec;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The registry refused a request, or could not be reached at all. */
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

  private RegistryException(int status, int code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
  }

  static RegistryException refused(int status, int code, String message) {
    return new RegistryException(status, code, message, null);
  }

  static RegistryException unavailable(String message, @Nullable Throwable cause) {
    return new RegistryException(0, 0, message, cause);
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

  /** HTTP status; 0 when no registry answered. */
  public int status() {
    return status;
  }

  /** The registry's own error code; the HTTP status when it gave none. */
  public int code() {
    return code;
  }
}
