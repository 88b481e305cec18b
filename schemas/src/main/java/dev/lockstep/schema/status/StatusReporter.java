package dev.lockstep.schema.status;

import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.kafka.Backoff;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.schema.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in Kafka what the subjects and tables of one program are doing.
 *
 * <p>(1) Saying never waits, for Kafka or for the registry: a thread of its own tells. (2) Of each
 * subject and table the newest status is kept until Kafka has taken it, however long it is away, so
 * that a last word is never lost; older ones are. (3) What was not taken when this is closed is
 * tried for some seconds yet, and then logged. Outside of the programs' transactions, since trouble
 * must be told just when these fail. Thread-safe; bounded by subjects and tables.
 */
public final class StatusReporter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
  private static final Duration TELL_AT_CLOSE = Duration.ofSeconds(5);
  private static final Duration BLOCK = Duration.ofSeconds(5);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);
  private static final long SHORTEST_WAIT_NANOS = 1_000_000;

  private final String program;
  private final Producer<ComponentKey, ComponentStatus> producer;
  private final Clock clock;
  private final Runnable topic;
  private final Optional<Duration> troubleEvery;
  private final Untold untold = new Untold(PAUSES, System::nanoTime);
  private final Map<ComponentKey, Status> current = new HashMap<>();
  private final Thread thread;
  private boolean topicIsThere;
  private String problem = "";
  private long troubleNanos = System.nanoTime();
  private boolean closing;
  private long closedNanos;

  StatusReporter(
      String program,
      Producer<ComponentKey, ComponentStatus> producer,
      Clock clock,
      Runnable topic,
      Optional<Duration> troubleEvery) {
    this.program = program;
    this.producer = producer;
    this.clock = clock;
    this.topic = topic;
    this.troubleEvery = troubleEvery;
    this.thread = Thread.ofPlatform().name(program + "-status").daemon().unstarted(this::run);
  }

  /**
   * Starts a reporter for a program of which one instance speaks of a subject.
   *
   * @param topic makes the topic; tried until it succeeds once, before anything is told
   */
  public static StatusReporter start(
      String program,
      Map<String, Object> kafka,
      Map<String, Object> codec,
      Clock clock,
      Runnable topic) {
    return start(program, kafka, codec, clock, topic, Optional.empty());
  }

  /**
   * Starts a reporter for a program of which several instances may speak of one subject: another
   * may say that all is well with its part, and the newest word is what others go by. So trouble is
   * said again and again.
   *
   * @param troubleEvery how often
   */
  public static StatusReporter start(
      String program,
      Map<String, Object> kafka,
      Map<String, Object> codec,
      Clock clock,
      Runnable topic,
      Duration troubleEvery) {
    return start(program, kafka, codec, clock, topic, Optional.of(troubleEvery));
  }

  private static StatusReporter start(
      String program,
      Map<String, Object> kafka,
      Map<String, Object> codec,
      Clock clock,
      Runnable topic,
      Optional<Duration> troubleEvery) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("client.id", "lockstep." + program + ".status");
    properties.put("acks", "all");
    properties.put("linger.ms", 0);
    properties.put("max.block.ms", BLOCK.toMillis());
    Serializer<ComponentKey> keys = Avro.<ComponentKey>specific(codec, true).serializer();
    Serializer<ComponentStatus> values = Avro.<ComponentStatus>specific(codec, false).serializer();
    StatusReporter reporter =
        new StatusReporter(
            program, new KafkaProducer<>(properties, keys, values), clock, topic, troubleEvery);
    reporter.start();
    return reporter;
  }

  void start() {
    thread.start();
  }

  /** A subject as a whole. */
  public void say(String subject, Status status) {
    say(subject, "", status);
  }

  /** One table of a subject. */
  public void say(String subject, TableName table, Status status) {
    say(subject, table.toString(), status);
  }

  private synchronized void say(String subject, String table, Status status) {
    ComponentKey key = new ComponentKey(program, subject, table);
    current.put(key, status);
    untold.say(key, record(key, status));
    notifyAll();
  }

  /** Says it unless it is what was said last; returns whether it was another. */
  public synchronized boolean sayIfNew(String subject, String table, Status status) {
    if (status.equals(current.get(new ComponentKey(program, subject, table)))) {
      return false;
    }
    say(subject, table, status);
    return true;
  }

  /** A table is no longer ours to speak of. */
  public synchronized void forget(String subject, String table) {
    ComponentKey gone = new ComponentKey(program, subject, table);
    current.remove(gone);
    untold.forget(gone::equals);
  }

  /** Neither a subject nor its tables are ours to speak of. */
  public synchronized void forget(String subject) {
    current.keySet().removeIf(key -> key.getSubject().equals(subject));
    untold.forget(key -> key.getSubject().equals(subject));
  }

  /**
   * Whether Kafka has taken the newest status of everything. What nobody would tell any more is not
   * waited for.
   */
  public synchronized boolean isTold() {
    return untold.isEmpty() || !thread.isAlive();
  }

  private void run() {
    try {
      for (List<Untold.Word> words = due(); !words.isEmpty(); words = due()) {
        tell(words);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for something to tell; gives nothing when it is time to end. */
  private synchronized List<Untold.Word> due() throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      long trouble = untilTroubleIsSaidAgain(now);
      List<Untold.Word> due = untold.due();
      if (!due.isEmpty()) {
        return due;
      }
      long end = closing ? closedNanos + TELL_AT_CLOSE.toNanos() - now : Long.MAX_VALUE;
      if (closing && (untold.isEmpty() || end <= 0)) {
        return List.of();
      }
      long nanos = Math.min(Math.min(end, trouble), untold.waitNanos());
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, SHORTEST_WAIT_NANOS));
    }
  }

  private long untilTroubleIsSaidAgain(long now) {
    if (troubleEvery.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long every = troubleEvery.get().toNanos();
    if (now - troubleNanos >= every) {
      troubleNanos = now;
      current.forEach(
          (key, status) -> {
            if (status.isTrouble() && !untold.has(key)) {
              untold.say(key, record(key, status));
            }
          });
    }
    return every - (now - troubleNanos);
  }

  /** Without the lock: sending may wait. */
  private void tell(List<Untold.Word> words) {
    for (int next = 0; next < words.size(); next++) {
      Untold.Word word = words.get(next);
      try {
        if (!topicIsThere) {
          topic.run();
          topicIsThere = true;
        }
        Future<RecordMetadata> sent =
            producer.send(
                new ProducerRecord<>(Topics.COMPONENT_STATUS.name(), word.key(), word.status()),
                (metadata, failure) -> answered(word, failure));
        if (sent.isDone() && sent.state() == Future.State.FAILED) {
          throw new KafkaException("It was not sent", sent.exceptionNow());
        }
      } catch (RuntimeException e) {
        // Whatever it is, this thread goes on: nobody else would say anything any more. The others
        // would meet the same, and wait for it just as long.
        failed(words.subList(next, words.size()), e);
        return;
      }
    }
  }

  private synchronized void answered(Untold.Word word, @Nullable Exception failure) {
    if (failure == null) {
      untold.taken(word);
      problem = "";
      notifyAll();
    } else {
      failed(List.of(word), failure);
    }
  }

  /** Logged once for each problem: it is tried again and again. */
  private synchronized void failed(List<Untold.Word> words, Exception failure) {
    untold.failed(words);
    if (!failure.toString().equals(problem)) {
      problem = failure.toString();
      LOG.warn("The status of {} cannot be told yet: {}", words.getFirst().key(), problem);
    }
    notifyAll();
  }

  private ComponentStatus record(ComponentKey key, Status status) {
    Optional<Status.RowsRead> rows = status.rows();
    OptionalDouble pace = rows.map(Status.RowsRead::perSecond).orElse(OptionalDouble.empty());
    OptionalLong behind = status.behindMillis();
    return ComponentStatus.newBuilder()
        .setProgram(key.getProgram())
        .setSubject(key.getSubject())
        .setTable(key.getTable())
        .setState(status.state())
        .setMessage(status.message().orElse(null))
        .setRemedy(status.remedy().orElse(null))
        .setDone(rows.map(Status.RowsRead::done).orElse(0L))
        .setTotal(rows.map(Status.RowsRead::total).orElse(0L))
        .setRatePerSecond(pace.isPresent() ? pace.getAsDouble() : null)
        .setRemainingMillis(
            rows.flatMap(Status.RowsRead::remaining).map(Duration::toMillis).orElse(null))
        .setPosition(status.position().orElse(null))
        .setBehindMillis(behind.isPresent() ? behind.getAsLong() : null)
        .setAt(clock.instant())
        .build();
  }

  /** Tells for some seconds yet what is not told; what is said from here on may be lost. */
  @Override
  public void close() {
    synchronized (this) {
      if (!closing) {
        closing = true;
        closedNanos = System.nanoTime();
      }
      notifyAll();
    }
    try {
      if (!thread.join(TELL_AT_CLOSE)) {
        thread.interrupt();
        thread.join(TELL_AT_CLOSE);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (!untold.isEmpty()) {
        LOG.warn("Kafka did not take the last status of {}", untold.keys());
      }
    }
    producer.close(LONGEST_CLOSE);
  }
}
