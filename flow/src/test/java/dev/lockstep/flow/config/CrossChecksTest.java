package dev.lockstep.flow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrossChecksTest {

  private static final String ENDPOINTS =
      """
      endpoints:
        a: {type: mariadb, host: one, username: u, password: p}
        b: {type: mariadb, host: two, username: u, password: p}
        c: {type: mariadb, host: TWO, username: u, password: p}
      flows:
      """;

  @Test
  void twoTablesNeverArriveAsOne() {
    assertThat(
            keys(
                "  f: {source: a, target: b, tables: {include: [s.x, s.y], rename: [{from: s.x, to: s.y}]}}"))
        .containsExactly("flows.f.tables.rename");
    assertThat(
            keys(
                "  f: {source: a, target: b, tables: {include: [s.%], rename: [{from: s.x, to: t.z},"
                    + " {from: s.y, to: t.z}]}}"))
        .containsExactly("flows.f.tables.rename");
    accepts(
        "  f: {source: a, target: b, tables: {include: [s.%], rename: [{from: s.x, to: t.y},"
            + " {from: s.%, to: t.%}]}}");
  }

  @Test
  void tablesAreNotCopiedOntoThemselves() {
    assertThat(keys("  f: {source: a, target: a, tables: {include: [s.%]}}"))
        .containsExactly("flows.f.target");
    assertThat(keys("  f: {source: b, target: c, tables: {include: [s.%]}}"))
        .as("two endpoints, one server")
        .containsExactly("flows.f.target");
    accepts(
        "  f: {source: a, target: a, tables: {include: [s.%], rename: [{from: s.%, to: t.%}]}}");
  }

  @Test
  void noTwoFlowsWriteTheSameTables() {
    assertThat(
            keys(
                """
                  f: {source: a, target: b, tables: {include: [s.%]}}
                  g: {source: a, target: c, tables: {include: [s.x]}}
                """))
        .containsExactly("flows.g.tables");
    accepts(
        """
          f: {source: a, target: b, tables: {include: [s.%]}}
          g: {source: a, target: b, tables: {include: [t.%]}}
        """);
  }

  @Test
  void changesDoNotGoRoundInACircle() {
    assertThat(
            keys(
                """
                  f: {source: a, target: b, tables: {include: [s.%]}}
                  g: {source: b, target: a, tables: {include: [s.%]}}
                """))
        .containsExactly("flows.g.source");
    accepts(
        """
          f: {source: a, target: b, tables: {include: [s.%]}}
          g: {source: b, target: a, tables: {include: [t.%]}}
        """);
  }

  @Test
  void rulesAndRenamesOfTablesThatAreNotIncludedAreProblems() {
    assertThat(
            keys(
                """
                  f:
                    source: a
                    target: b
                    tables: {include: [s.%], rename: [{from: t.x, to: t.y}]}
                    columns: [{column: t.x.note, ignore: true}, {column: s.x.note}, {column: s.note, trim: true}]
                """))
        .containsExactlyInAnyOrder(
            "flows.f.tables.rename",
            "flows.f.columns",
            "flows.f.columns[1].column",
            "flows.f.columns[2].column");
  }

  @Test
  void orderOfThresholdsAndServerIdsAreChecked() {
    assertThat(
            ConfigLoaderTest.problems(
                """
                endpoints:
                  a: {type: mariadb, host: one, username: u, password: p, server-id: 7}
                  b: {type: mariadb, host: two, username: u, password: p, server-id: 7}
                flows:
                  f: {source: a, target: b, tables: {include: [s.%]}}
                alerts: {lag-warning: 10s, lag-critical: 5s}
                sink: {retry-initial: 10s, retry-max: 5s}
                streams: {status-interval: 21s}
                """,
                Map.of()))
        .extracting(Problem::key)
        .containsExactlyInAnyOrder(
            "endpoints.b.server-id", "alerts.lag-critical", "alerts.silence", "sink.retry-max");
  }

  private static List<String> keys(String flows) {
    return ConfigLoaderTest.problems(ENDPOINTS + flows, Map.of()).stream()
        .map(Problem::key)
        .toList();
  }

  private static void accepts(String flows) {
    assertThatCode(() -> ConfigLoader.parse(ENDPOINTS + flows, Map.of()))
        .doesNotThrowAnyException();
  }
}
