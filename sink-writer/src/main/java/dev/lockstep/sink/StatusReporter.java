package dev.lockstep.sink;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.codec.Avro;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the sink says of its flows and tables to the component status topic.
 *
 * <p>Only the newest state of each subject counts, so what cannot be published now is kept in
 * memory and tried again: reporting never holds up applying. Callers may be any threads.
 */
final class StatusReporter implements Statuses, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration TROUBLE_AGAIN = Duration.ofSeconds(10);
  private static final Set<ComponentState> TROUBLE =
      EnumSet.of(ComponentState.RETRYING, ComponentState.REFUSED, ComponentState.FAILED);

  /** What is said of a subject. */
  record Status(ComponentState state, @Nullable String message, @Nullable String remedy) {
    static Status of(ComponentState state) {
      return new Status(state, null, null);
    }
  }

  private record Subject(String flow, String table) {}

  private final Clock clock;
  private final Producer<ComponentKey, ComponentStatus> producer;
  private final Map<Subject, Status> current = new HashMap<>();
  private final Map<Subject, Status> unpublished = new HashMap<>();
  private int inFlight;
  private final Thread thread;
  private final Runnable ensureTopics;
  private boolean topicsExist;
  private String topicProblem = "";
  private String publishProblem = "";
  private volatile boolean closing;

  /**
   * Starts reporting.
   *
   * @param ensureTopics makes the topics that the sink writes; tried until it succeeds once
   */
  StatusReporter(LockstepConfig config, Clock clock, Runnable ensureTopics) {
    this(producer(config), clock, ensureTopics);
  }

  StatusReporter(
      Producer<ComponentKey, ComponentStatus> producer, Clock clock, Runnable ensureTopics) {
    this.producer = producer;
    this.clock = clock;
    this.ensureTopics = ensureTopics;
    this.thread = Thread.ofPlatform().name("sink-status").daemon().start(this::run);
  }

  private static Producer<ComponentKey, ComponentStatus> producer(LockstepConfig config) {
    Map<String, Object> properties = config.kafka().client();
    properties.put("acks", "all");
    properties.put("linger.ms", 0);
    properties.put("max.block.ms", 5_000);
    Serializer<ComponentKey> keys =
        Avro.<ComponentKey>specific(config.registry().codec(), true).serializer();
    Serializer<ComponentStatus> values =
        Avro.<ComponentStatus>specific(config.registry().codec(), false).serializer();
    return new KafkaProducer<>(properties, keys, values);
  }

  /**
   * Whether Kafka has taken the newest status of everything: the last word of a sink that gave up
   * must not be lost, however long Kafka is away. What nobody would tell any more is not waited
   * for.
   */
  synchronized boolean isTold() {
    return (unpublished.isEmpty() && inFlight == 0) || !thread.isAlive();
  }

  @Override
  public void flow(String flow, Status status) {
    report(new Subject(flow, ""), status);
  }

  @Override
  public void table(String flow, String table, Status status) {
    report(new Subject(flow, table), status);
  }

  @Override
  public synchronized void forget(String flow, String table) {
    Subject subject = new Subject(flow, table);
    current.remove(subject);
    unpublished.remove(subject);
  }

  private synchronized void report(Subject subject, Status status) {
    Status before = current.put(subject, status);
    if (Objects.equals(before, status)) {
      return;
    }
    unpublished.put(subject, status);
    log(subject, before, status);
  }

  private static void log(Subject subject, @Nullable Status before, Status status) {
    String what =
        subject.table().isEmpty() ? subject.flow() : subject.flow() + " " + subject.table();
    if (status.message() != null) {
      LOG.warn("{}: {} {} {}", what, status.state(), status.message(), status.remedy());
    } else if (before != null || subject.table().isEmpty()) {
      LOG.info("{}: {}", what, status.state());
    }
  }

  private void run() {
    long saidNanos = System.nanoTime();
    while (!closing) {
      if (System.nanoTime() - saidNanos >= TROUBLE_AGAIN.toNanos()) {
        saidNanos = System.nanoTime();
        sayTroubleAgain();
      }
      if (topicsExist()) {
        publish();
      }
      try {
        Thread.sleep(INTERVAL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Another process may apply other partitions of the same table and say that all is well with
   * them; the newest word is what others go by.
   */
  private synchronized void sayTroubleAgain() {
    current.forEach(
        (subject, status) -> {
          if (TROUBLE.contains(status.state())) {
            unpublished.putIfAbsent(subject, status);
          }
        });
  }

  private boolean topicsExist() {
    if (!topicsExist) {
      try {
        ensureTopics.run();
        topicsExist = true;
      } catch (RuntimeException e) {
        String problem = LockstepException.messageOf(e);
        if (!problem.equals(topicProblem)) {
          topicProblem = problem;
          LOG.warn("The sink's own topics cannot be used yet: {}", problem);
        }
      }
    }
    return topicsExist;
  }

  private void publish() {
    Map<Subject, Status> batch;
    synchronized (this) {
      if (unpublished.isEmpty()) {
        return;
      }
      batch = new HashMap<>(unpublished);
      inFlight += batch.size();
      unpublished.clear();
    }
    Map<Subject, Exception> failed = new HashMap<>();
    batch.forEach(
        (subject, status) -> {
          try {
            producer.send(
                record(subject, status), (metadata, failure) -> answered(subject, failure));
          } catch (RuntimeException e) {
            // Whatever it is, this thread goes on: nobody else would say anything any more.
            failed.put(subject, e);
          }
        });
    failed.forEach(this::answered);
  }

  private synchronized void answered(Subject subject, @Nullable Exception failure) {
    inFlight--;
    if (failure != null) {
      notPublished(subject, failure);
      keep(subject);
    }
  }

  /** Said once for each problem: it is tried ten times a second. */
  private void notPublished(Subject subject, Exception failure) {
    String problem = LockstepException.messageOf(failure);
    if (!problem.equals(publishProblem)) {
      publishProblem = problem;
      LOG.warn("Status of {} is not published yet: {}", subject, problem);
    }
  }

  /** What failed may be old by now, and a newer status may have gone through behind it. */
  private void keep(Subject subject) {
    Status status = current.get(subject);
    if (status != null) {
      unpublished.put(subject, status);
    }
  }

  private ProducerRecord<ComponentKey, ComponentStatus> record(Subject subject, Status status) {
    ComponentKey key =
        ComponentKey.newBuilder()
            .setProgram("sink")
            .setSubject(subject.flow())
            .setTable(subject.table())
            .build();
    ComponentStatus value =
        ComponentStatus.newBuilder()
            .setProgram("sink")
            .setSubject(subject.flow())
            .setTable(subject.table())
            .setState(status.state())
            .setMessage(status.message())
            .setRemedy(status.remedy())
            .setAt(clock.instant())
            .build();
    return new ProducerRecord<>(Topics.COMPONENT_STATUS.name(), key, value);
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (topicsExist) {
      publish();
    }
    producer.close(CLOSE);
  }
}
