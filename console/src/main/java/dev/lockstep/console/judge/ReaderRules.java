package dev.lockstep.console.judge;

import dev.lockstep.console.answer.Judgement.Level;
import dev.lockstep.console.answer.ReaderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What keeps the facts from being all the facts. */
final class ReaderRules {

  // Where topics cannot be read, that comes before whatever nobody could say for that reason.

  /** Kafka is asked more often than this. */
  private static final Duration UNANSWERED_AFTER = Duration.ofSeconds(15);

  private ReaderRules() {}

  static void add(Known known, boolean nothingKnown, Instant now, List<Objection> objections) {
    ReaderStatus reader = known.reader();
    boolean unanswered =
        reader
            .answeredAt()
            .map(at -> Duration.between(at, now).compareTo(UNANSWERED_AFTER) > 0)
            .orElse(reader.problem().isPresent());
    boolean standsStill =
        !reader.caughtUp() && reader.unreadable() == 0 && reader.problem().isPresent();
    if (unanswered || standsStill) {
      objections.addFirst(
          Objection.ofAll(
              Level.STALE, reader.problem().orElse("Kafka does not answer the console")));
    } else if (!reader.missingTopics().isEmpty()) {
      objections.addFirst(
          Objection.ofAll(
              Level.WAITING,
              "Waiting for the pipeline to create its topics: "
                  + String.join(", ", reader.missingTopics())));
    } else if (!reader.caughtUp()) {
      objections.addFirst(Objection.ofAll(Level.WAITING, Sentences.reading(reader.behind())));
    } else if (nothingKnown) {
      objections.addFirst(
          Objection.ofAll(Level.WAITING, "Waiting for the first word of any table"));
    }
    if (reader.unreadable() > 0) {
      objections.add(
          Objection.ofAll(
              Level.BLOCKED,
              Sentences.count(reader.unreadable(), "record")
                  + " could not be read by the console"
                  + reader.problem().map(problem -> ": " + problem).orElse("")));
    }
    if (known.forgotten() > 0) {
      objections.add(
          Objection.ofAll(
              Level.BLOCKED,
              "There is more to show than the console keeps: it had to forget "
                  + Sentences.count(known.forgotten(), "table or program status")));
    }
  }
}
