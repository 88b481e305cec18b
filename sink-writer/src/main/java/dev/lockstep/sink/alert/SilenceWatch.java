package dev.lockstep.sink.alert;

import static dev.lockstep.schema.event.Severity.CRITICAL;

import dev.lockstep.flow.Flow;
import dev.lockstep.schema.event.TablePhase;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.sink.alert.Signal.Effect;
import dev.lockstep.sink.alert.Signal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Notices that facts stop coming: a comparison that does not run finds nothing wrong.
 *
 * <p>The topology speaks of each table every few seconds, whatever happens, and the captures mark
 * the log each second. So a table of which nothing is heard means that nobody compares, and one
 * that is spoken of while its markers stand still means that nobody reads the target: what was said
 * of it last is of the past. Judged by movement, not by the times in the facts, so that clocks of
 * several machines do not matter, nor one that is set back. Nobody is missed where there is no
 * table to speak of, nor while a capture reads all rows and gets on with it. Not thread-safe.
 */
final class SilenceWatch {

  private static final Words NONE = new Words("", "", "");

  private final Map<String, FlowNews> flows = new TreeMap<>();
  private final Duration limit;
  private final Captures captures;

  /** What was heard of the tables of one flow. */
  private record FlowNews(Flow flow, Map<String, News> tables) {}

  /**
   * The newest of one table, in time watched.
   *
   * @param heard when a status came
   * @param moved when one came that was ahead of the one before it
   */
  private record News(Duration heard, Duration moved, TableStatus status) {

    News next(TableStatus newer, Duration now) {
      boolean stands =
          newer.getPhase() == TablePhase.FOLLOWING
              && status.getPhase() == TablePhase.FOLLOWING
              && Objects.equals(newer.getMarkedAt(), status.getMarkedAt())
              && !isJudged(newer);
      return new News(now, stands ? moved : now, newer);
    }

    /** Markers come, and one of them covers so much that it takes its time. */
    private boolean isJudged(TableStatus newer) {
      return newer.getInFlight() > 0
          && newer.getHeardAt() != null
          && !newer.getHeardAt().equals(status.getHeardAt());
    }
  }

  SilenceWatch(Collection<Flow> flows, Duration limit, Captures captures) {
    flows.forEach(flow -> this.flows.put(flow.name(), new FlowNews(flow, new TreeMap<>())));
    this.limit = limit;
    this.captures = captures;
  }

  /**
   * Takes note of a table that is still configured: of one that is not, nobody will speak again.
   */
  void heard(TableStatus status, Duration now) {
    FlowNews news = flows.get(status.getFlow());
    if (news != null) {
      news.tables()
          .merge(
              status.getTable(),
              new News(now, now, status),
              (before, first) -> before.next(status, now));
    }
  }

  /** For each flow, that there is silence or that there is none. */
  List<Signal> look(Instant at, Duration now, Supplier<List<ChangeTopic>> topics) {
    return flows.values().stream().map(news -> signal(news, at, now, topics)).toList();
  }

  private Signal signal(
      FlowNews news, Instant at, Duration now, Supplier<List<ChangeTopic>> topics) {
    String flow = news.flow().name();
    news.tables().keySet().removeIf(table -> captures.isGone(news.flow().source(), table));
    Optional<Words> silence = notCompared(news, now, topics).or(() -> notRead(news, now));
    Effect effect = silence.isPresent() ? new Effect.Hold() : new Effect.Release();
    return new Signal(
        new Cause("silence", CRITICAL, flow, flow),
        effect,
        at.toString(),
        silence.orElse(NONE),
        at);
  }

  private Optional<Words> notCompared(
      FlowNews news, Duration now, Supplier<List<ChangeTopic>> topics) {
    List<TableStatus> unheard =
        news.tables().values().stream()
            .filter(table -> isOver(table.heard(), now))
            .map(News::status)
            .toList();
    boolean nothing =
        news.tables().isEmpty()
            && isOver(Duration.ZERO, now)
            && (!captures.reads(news.flow().source()) || hasTables(news.flow(), topics.get()));
    if (unheard.isEmpty() && !nothing) {
      return Optional.empty();
    }
    return Optional.of(
        new Words(
            "Flow " + news.flow().name() + " is not being compared",
            nothing
                ? "No table of the flow has been heard of since the alerts program started."
                : "Nothing has been heard of "
                    + names(unheard)
                    + " since "
                    + unheard.getFirst().getAt()
                    + ". What was said before is of the past.",
            "See that 'lockstep streams' and 'lockstep producers' run and reach Kafka and the schema"
                + " registry; resolved as soon as they are heard of."));
  }

  /** Whether there is a table that somebody should speak of: not those that are refused. */
  private boolean hasTables(Flow flow, List<ChangeTopic> topics) {
    return topics.stream()
        .filter(topic -> topic.endpoint().equals(flow.source()) && flow.selects(topic.table()))
        .map(topic -> topic.table().toString())
        .anyMatch(
            table ->
                !captures.isRefused(flow.source(), table)
                    && !captures.isGone(flow.source(), table)
                    && !captures.isRefused(flow.name(), table));
  }

  private Optional<Words> notRead(FlowNews news, Duration now) {
    Flow flow = news.flow();
    Duration since = now.minus(limit);
    if (captures.rereadsOn(flow.target(), since) || captures.rereadsOn(flow.source(), since)) {
      return Optional.empty();
    }
    List<TableStatus> standing =
        news.tables().values().stream()
            .filter(table -> isOver(table.moved(), now))
            .map(News::status)
            .toList();
    return standing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Words(
                "The target of flow " + flow.name() + " is not being read",
                "Compared up to the marker of "
                    + standing.getFirst().getMarkedAt()
                    + "; no newer one has come for "
                    + names(standing)
                    + ".",
                "See that 'lockstep producers' runs and reaches endpoint "
                    + flow.target()
                    + "; resolved as soon as markers come again."));
  }

  private boolean isOver(Duration since, Duration now) {
    return now.minus(since).compareTo(limit) >= 0;
  }

  private static String names(List<TableStatus> tables) {
    String first = tables.getFirst().getTable();
    return tables.size() == 1 ? first : first + " and " + (tables.size() - 1) + " more";
  }
}
