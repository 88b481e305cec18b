package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.flow.config.RegistrySettings;
import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.schema.registry.EmbeddedRegistry;
import dev.lockstep.sink.harness.TestColumn;
import dev.lockstep.sink.harness.TestSource;
import dev.lockstep.sink.harness.TestTable;
import dev.lockstep.sink.harness.TestTarget;
import dev.lockstep.testing.RegistryGate;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A registry that does not give the schemas of changes, and later does. */
class SinkRegistryIT {

  private static final Duration SOON = Duration.ofSeconds(40);

  private EmbeddedRegistry registry;
  private RegistryGate gate;
  private TestSource source;

  @BeforeEach
  void start() {
    registry = EmbeddedRegistry.start(EmbeddedRegistry.Settings.local(TestSource.kafka().client()));
    gate = new RegistryGate(registry.url());
    source = new TestSource(TestTarget.MARIADB, new RegistrySettings(registry.url(), Map.of()));
  }

  @AfterEach
  void stop() {
    source.close();
    gate.close();
    registry.close();
  }

  @ParameterizedTest
  @CsvSource({"404,_schemas", "401,credentials", "403,credentials", "200,registry.url"})
  void changesWaitForTheirSchemasAndNothingIsLost(int refusal, String remedy) {
    TestTable table = source.table("t", 1, TestColumn.integer("id"), TestColumn.text("name", 50));
    TestTarget.MARIADB.execute("CREATE DATABASE " + source.name());
    source.transaction().put(table, 1, "early").put(table, 2, "early").commit();
    gate.shut(refusal);
    try (SinkService sink = SinkService.start(config(), Clock.systemUTC())) {
      ComponentStatus waiting = status(said -> said.getState() == ComponentState.RETRYING);
      assertThat(waiting.getMessage()).contains("registry");
      assertThat(waiting.getRemedy()).contains(remedy);
      long asked = gate.refused();
      source.transaction().put(table, 3, "late").commit();
      await().atMost(SOON).until(() -> gate.refused() > asked + 3);

      gate.open();

      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(TestTarget.MARIADB.query("SELECT COUNT(*) FROM " + table.name()))
                      .containsOnly("3"));
      status(said -> said.getState() == ComponentState.RUNNING);
    }
    assertThat(source.deadLetters()).isEmpty();
  }

  private ComponentStatus status(Predicate<ComponentStatus> wanted) {
    await().atMost(SOON).ignoreExceptions().until(() -> wanted.test(source.status("")));
    return source.statuses().stream()
        .filter(said -> said.getTable().isEmpty())
        .filter(wanted)
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  /** The sink's, which reads through the gate. */
  private LockstepConfig config() {
    LockstepConfig whole = source.config();
    return new LockstepConfig(
        whole.kafka(),
        new RegistrySettings(gate.url(), Map.of()),
        whole.topics(),
        whole.endpoints(),
        whole.flows(),
        whole.producers(),
        whole.streams(),
        whole.sink(),
        whole.alerts(),
        whole.console());
  }
}
