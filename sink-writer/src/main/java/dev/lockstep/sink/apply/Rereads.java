package dev.lockstep.sink.apply;

/** Has tables read anew at the source. */
public interface Rereads {

  /**
   * Returns once the request is kept.
   *
   * @param topic change topic of the table
   * @param occasion what it is asked for: asked again for the same, it is the same request
   */
  void ask(String topic, String occasion, String reason) throws RereadException;

  /** The request could not be made. */
  final class RereadException extends Exception {
    private static final long serialVersionUID = 1L;

    public RereadException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
