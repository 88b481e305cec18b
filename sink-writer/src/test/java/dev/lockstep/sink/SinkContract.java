package dev.lockstep.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import dev.lockstep.sink.harness.TestSource;
import dev.lockstep.sink.harness.TestTarget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the sink share that are run on each kind of server. */
abstract class SinkContract {

  static final Duration SOON = Duration.ofSeconds(90);

  final TestTarget target;
  final TestSource source;

  SinkContract(TestTarget target) {
    this.target = target;
    this.source = new TestSource(target);
  }

  /** Of each test: what a class as a whole does not run is counted nowhere. */
  @BeforeEach
  void needsAServer() {
    String lacking = target.lacking().orElse("");
    assumeTrue(lacking.isEmpty(), lacking);
  }

  @AfterEach
  void closeSource() {
    source.close();
  }

  final void execute(String... statements) {
    target.execute(statements);
  }

  final List<String> query(String sql) {
    return target.query(sql);
  }

  final void eventually(String sql, String... lines) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(query(sql)).isEqualTo(List.of(lines)));
  }

  final ComponentStatus eventually(String table, ComponentState state) {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(source.status(table).getState()).isEqualTo(state));
    return source.status(table);
  }
}
