package dev.lockstep.producers.text;

/** Bytes that stand for no character, so that nobody can say what the text is. */
public final class UnreadableTextException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableTextException(String message) {
    super(message);
  }

  public UnreadableTextException(String message, UnreadableTextException cause) {
    super(message, cause);
  }

  static UnreadableTextException at(String characterSet, byte[] bytes, int from) {
    StringBuilder hex = new StringBuilder();
    for (int i = from; i < Math.min(bytes.length, from + 4); i++) {
      hex.append(String.format("%02X", bytes[i] & 0xff));
    }
    return new UnreadableTextException(
        "bytes that begin with X'%s', at byte %d of %d, are no character of character set %s, or one that comes back as other bytes."
            .formatted(hex, from + 1, bytes.length, characterSet));
  }
}
