package dev.lockstep.console.kind;

import dev.lockstep.console.fact.FactFilter;
import dev.lockstep.console.fact.FactRoute;
import dev.lockstep.console.fact.FactTopic;
import dev.lockstep.console.fact.ListKind;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.schema.event.IdKey;
import dev.lockstep.schema.event.Severity;
import dev.lockstep.schema.topic.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * What somebody should look at. The topic of states knows what is open now; those of severities
 * know what was resolved as well.
 *
 * @param mostOpen newest open ones
 * @param mostClosed newest resolved ones
 */
public record AlertFacts(int mostOpen, int mostClosed) implements ListKind<Alert> {

  /** A verdict is open and an alert was opened: either word is right for both. */
  private static final Map<String, AlertState> EITHER_WORD =
      Map.of("open", AlertState.OPENED, "closed", AlertState.RESOLVED);

  @Override
  public String name() {
    return "alerts";
  }

  @Override
  public Class<Alert> type() {
    return Alert.class;
  }

  @Override
  public List<FactTopic> topics() {
    int shown = mostOpen + mostClosed;
    return List.of(
        FactTopic.newest(Topics.ALERTS_CRITICAL, shown),
        FactTopic.newest(Topics.ALERTS_WARNING, shown),
        FactTopic.newest(Topics.ALERTS_INFO, shown),
        FactTopic.whole(Topics.ALERTS_STATE));
  }

  @Override
  public String id(Alert fact) {
    return fact.getId();
  }

  /** The current state no longer knows it. */
  @Override
  public Optional<String> endedBy(String topic, SpecificRecord key) {
    return key instanceof IdKey id && topic.equals(Topics.ALERTS_STATE.name())
        ? Optional.of(id.getId())
        : Optional.empty();
  }

  @Override
  public boolean isOpen(Alert fact) {
    return fact.getState() == AlertState.OPENED;
  }

  @Override
  public boolean isOutdated(Alert fact, Alert known) {
    return fact.getAt().isBefore(known.getAt());
  }

  @Override
  public Optional<FactRoute<Alert>> route() {
    return Optional.of(
        new FactRoute<>(
            "/api/alerts",
            "alerts",
            List.of(
                new FactFilter.Choice<>("state", AlertState.class, Alert::getState, EITHER_WORD),
                new FactFilter.Choice<>("severity", Severity.class, Alert::getSeverity, Map.of())),
            Alert::getOpenedAt,
            true));
  }

  @Override
  public void fields(JsonText json, Alert alert) throws IOException {
    json.field("severity", alert.getSeverity().name())
        .field("state", alert.getState().name())
        .field("code", alert.getCode())
        .field("flow", alert.getFlow())
        .field("subject", alert.getSubject())
        .field("title", alert.getTitle())
        .field("detail", alert.getDetail())
        .field("remedy", alert.getRemedy())
        .field("count", alert.getCount())
        .field("openedAt", alert.getOpenedAt())
        .field("resolvedAt", alert.getResolvedAt())
        .field("at", alert.getAt());
  }
}
