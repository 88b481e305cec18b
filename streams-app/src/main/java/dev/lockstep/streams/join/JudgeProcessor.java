package dev.lockstep.streams.join;

import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.event.IdKey;
import dev.lockstep.schema.event.PartitionKey;
import dev.lockstep.schema.event.PartitionStatus;
import dev.lockstep.schema.event.Reread;
import dev.lockstep.schema.event.RereadKey;
import dev.lockstep.schema.event.RowRef;
import dev.lockstep.schema.event.Verdict;
import dev.lockstep.schema.topic.Topics;
import dev.lockstep.streams.judge.Bench;
import dev.lockstep.streams.store.WriteBehindStore;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The judge as a processor: one instance for each partition, called by one thread. Takes the bytes
 * of change topics and markers, sends on verdicts, dead letters and, by the wall clock, statuses.
 */
public final class JudgeProcessor
    extends ContextualProcessor<byte[], byte[], SpecificRecord, SpecificRecord> {

  /** Whether it is this task's turn is looked at this often. */
  private static final Duration GO_ON_EVERY = Duration.ofMillis(20);

  private final JudgeSettings settings;
  private final Turns turns;
  private @Nullable TaskJudge judge;
  private @Nullable GoingOn goingOn;

  /** Only while there is something to go on with: each of its calls makes a commit. */
  private record GoingOn(Cancellable calls, Turns.Turn turn) {
    void end() {
      calls.cancel();
      turn.end();
    }
  }

  private JudgeProcessor(JudgeSettings settings, Turns turns) {
    this.settings = settings;
    this.turns = turns;
  }

  /** A new one for each task; those of one thread share its time. */
  public static ProcessorSupplier<byte[], byte[], SpecificRecord, SpecificRecord> supplier(
      JudgeSettings settings) {
    Turns turns = new Turns();
    return () -> new JudgeProcessor(settings, turns);
  }

  @Override
  public void init(ProcessorContext<SpecificRecord, SpecificRecord> context) {
    super.init(context);
    Bench bench =
        Bench.over(
            context.<WriteBehindStore>getStateStore(JudgeWiring.ROWS),
            context.<WriteBehindStore>getStateStore(JudgeWiring.VERSIONS),
            context.<WriteBehindStore>getStateStore(JudgeWiring.STATES));
    judge = new TaskJudge(context.taskId().partition(), bench, settings, new Forwarded());
    context.schedule(
        settings.statusInterval(),
        PunctuationType.WALL_CLOCK_TIME,
        at -> judge().statuses(this::say));
    goOnIfNeeded();
  }

  private void goOnIfNeeded() {
    if (goingOn == null && judge().isUnfinished()) {
      Cancellable calls =
          context().schedule(GO_ON_EVERY, PunctuationType.WALL_CLOCK_TIME, at -> goOn());
      goingOn = new GoingOn(calls, turns.begin());
    }
  }

  /** For one stint; then others have their turn: commits, statuses, records. */
  private void goOn() {
    GoingOn now = goingOn;
    long from = settings.nanos().getAsLong();
    if (now == null || !now.turn().isDue(from)) {
      return;
    }
    judge().goOn();
    now.turn().took(settings.nanos().getAsLong() - from);
    if (!judge().isUnfinished()) {
      now.end();
      goingOn = null;
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place =
        context()
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("A record from no topic"));
    if (place.topic().equals(Topics.MARKERS.name())) {
      judge().marker(place, record.timestamp(), record.key(), record.value());
    } else {
      judge().change(place, record.timestamp(), record.key(), record.value());
    }
    goOnIfNeeded();
  }

  @Override
  public void close() {
    if (goingOn != null) {
      goingOn.end();
      goingOn = null;
    }
    if (judge != null) {
      judge.close();
    }
  }

  private void say(PartitionStatus status) {
    PartitionKey key = new PartitionKey(status.getFlow(), status.getTable(), status.getPartition());
    forward(key, status, JudgeWiring.TO_PARTITION_STATUS);
  }

  private void forward(SpecificRecord key, SpecificRecord fact, String sink) {
    context().forward(new Record<>(key, fact, context().currentSystemTimeMs()), sink);
  }

  private TaskJudge judge() {
    TaskJudge opened = judge;
    if (opened == null) {
      throw new IllegalStateException("init() was not called");
    }
    return opened;
  }

  private final class Forwarded implements TaskJudge.Facts {

    @Override
    public void verdict(RowRef key, Verdict verdict) {
      forward(key, verdict, JudgeWiring.TO_VERDICTS);
    }

    @Override
    public void deadLetter(IdKey key, DeadLetter letter) {
      forward(key, letter, JudgeWiring.TO_DEAD_LETTERS);
    }

    @Override
    public void reread(RereadKey key, Reread request) {
      forward(key, request, JudgeWiring.TO_REREADS);
    }
  }
}
