package dev.lockstep.sink.apply;

/**
 * What a target said no to, and what to do about it.
 *
 * @param errorClass SQLSTATE and vendor code where there is one
 * @param mayPass whether it may go away without a person: a full disk, or two rows in different
 *     partitions that swap a unique value
 */
public record TargetError(String errorClass, String message, String remedy, boolean mayPass) {

  public static TargetError of(String errorClass, String message, String remedy) {
    return new TargetError(errorClass, message, remedy, false);
  }

  @Override
  public String toString() {
    return errorClass + ": " + message;
  }
}
