package dev.lockstep.console.kind;

import dev.lockstep.console.fact.FactTopic;
import dev.lockstep.console.fact.ListKind;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.schema.event.DeadLetter;
import dev.lockstep.schema.topic.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Changes that could not be applied or read.
 *
 * @param mostOpen newest ones
 */
public record DeadLetterFacts(int mostOpen) implements ListKind<DeadLetter> {

  @Override
  public String name() {
    return "deadLetters";
  }

  @Override
  public Class<DeadLetter> type() {
    return DeadLetter.class;
  }

  @Override
  public List<FactTopic> topics() {
    return List.of(FactTopic.newest(Topics.DEAD_LETTERS, mostOpen));
  }

  @Override
  public String id(DeadLetter fact) {
    return fact.getId();
  }

  @Override
  public Optional<String> counter() {
    return Optional.of("deadLettersSeen");
  }

  /** Without the record itself: it may hold what does not belong on a page. */
  @Override
  public void fields(JsonText json, DeadLetter letter) throws IOException {
    json.field("flow", letter.getFlow())
        .field("table", letter.getTable())
        .field("key", letter.getKey())
        .field("topic", letter.getTopic())
        .field("partition", letter.getPartition())
        .field("offset", letter.getOffset())
        .field("errorClass", letter.getErrorClass())
        .field("error", letter.getError())
        .field("at", letter.getAt());
  }
}
