package dev.lockstep.console.kind;

import dev.lockstep.console.fact.FactTopic;
import dev.lockstep.console.fact.ListKind;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.flow.Configured;
import dev.lockstep.schema.event.ComponentKey;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.topic.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * What programs say of themselves, of endpoints and of single tables. Served at {@code
 * /api/metrics}.
 *
 * @param mostOpen statuses over all programs
 */
public record ComponentFacts(int mostOpen) implements ListKind<ComponentStatus> {

  @Override
  public String name() {
    return "components";
  }

  @Override
  public Class<ComponentStatus> type() {
    return ComponentStatus.class;
  }

  @Override
  public List<FactTopic> topics() {
    return List.of(FactTopic.whole(Topics.COMPONENT_STATUS));
  }

  @Override
  public String id(ComponentStatus fact) {
    return id(fact.getProgram(), fact.getSubject(), fact.getTable());
  }

  private static String id(String program, String subject, String table) {
    return program + "/" + subject + "/" + table;
  }

  @Override
  public boolean concerns(ComponentStatus fact, Configured configured) {
    return configured.concerns(fact);
  }

  @Override
  public Optional<String> endedBy(String topic, SpecificRecord key) {
    return key instanceof ComponentKey component
        ? Optional.of(id(component.getProgram(), component.getSubject(), component.getTable()))
        : Optional.empty();
  }

  @Override
  public void fields(JsonText json, ComponentStatus status) throws IOException {
    json.field("program", status.getProgram())
        .field("subject", status.getSubject())
        .field("table", status.getTable())
        .field("state", status.getState().name())
        .field("message", status.getMessage())
        .field("remedy", status.getRemedy())
        .field("done", status.getDone())
        .field("total", status.getTotal())
        .field("position", status.getPosition())
        .field("behindMillis", status.getBehindMillis())
        .field("ratePerSecond", status.getRatePerSecond())
        .field("remainingMillis", status.getRemainingMillis())
        .field("at", status.getAt());
  }
}
