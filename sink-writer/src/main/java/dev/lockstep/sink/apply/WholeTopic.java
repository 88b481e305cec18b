package dev.lockstep.sink.apply;

import dev.lockstep.sink.position.SourcePartition;
import dev.lockstep.sink.position.Taken;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All partitions of a change topic, whoever has them, read up to one position. */
public interface WholeTopic {

  /** The partitions of the topic that this one belongs to. */
  Set<SourcePartition> siblings(SourcePartition partition);

  /**
   * What each partition holds behind its progress, up to a serial that is the same for all of them:
   * at least the given one and at least that of every record that is applied already. Applied to
   * all of them, the target is what the source was at that serial.
   *
   * @throws UnreadException when it cannot be read now
   */
  Map<SourcePartition, List<Change>> upToOneSerial(
      Map<SourcePartition, Taken> progress, long atLeast) throws UnreadException;

  /** The topic cannot be read whole now. */
  final class UnreadException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient TargetError error;

    public UnreadException(TargetError error) {
      super(error.toString(), null, true, false);
      this.error = error;
    }

    public TargetError error() {
      return error;
    }
  }
}
