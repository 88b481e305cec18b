package dev.lockstep.schema.kafka;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * The time in which one instance is the only writer under a transactional id, and what ended it.
 *
 * <p>Kafka says the same, that a producer is fenced, when another instance has taken over and when
 * it merely ended a transaction that took too long: the machine was suspended, or a pause of the
 * process was. So whoever takes over signs: its first transaction, as soon as it has fenced the
 * others, writes its {@link #id} where all that it writes later will have it too, and a fenced one
 * looks who signed last. Nobody else: it was merely slow, and takes over from itself. Somebody
 * else: that one speaks and writes from there on. Who was fenced before it had signed has no word
 * to look at, and gives way.
 */
public final class Tenure {

  /** What became of it. */
  public enum End {
    /** The failure has nothing to do with it. */
    NONE,
    /** Kafka ended a transaction that took too long, and nobody else came. */
    TOO_SLOW,
    /** Another instance writes now. */
    TAKEN_OVER
  }

  private final String id = UUID.randomUUID().toString();
  private volatile boolean signed;

  /** What to sign with. */
  public String id() {
    return id;
  }

  /** The transaction that says so is committed. */
  public void signed() {
    signed = true;
  }

  /**
   * What a failure of the producer means.
   *
   * @param lastSigned asked only where Kafka no longer takes the producer's transaction; what of
   *     others is open has to be waited for. What it throws is thrown: then nobody knows
   */
  public End ended(Throwable failure, Supplier<Optional<String>> lastSigned) {
    if (!isEnding(failure)) {
      return End.NONE;
    }
    return signed && lastSigned.get().map(id::equals).orElse(true) ? End.TOO_SLOW : End.TAKEN_OVER;
  }

  /** The last of them is what a commit meets that comes after Kafka ended its transaction. */
  private static boolean isEnding(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException
          || cause instanceof InvalidTxnStateException) {
        return true;
      }
    }
    return false;
  }
}
