package dev.lockstep.flow.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lockstep.flow.Flow;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.schema.row.ColumnRule;
import dev.lockstep.schema.topic.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

  static final String FLOWS =
      """
      flows:
        shop: {source: shop, target: replica, tables: {include: ["shop.%"]}}
      """;

  /** The least that is a configuration. */
  static final String SHOP =
      """
      endpoints:
        shop: {type: mariadb, host: db1, username: u, password: p}
        replica: {type: mariadb, host: db2, username: u, password: p}
      """
          + FLOWS;

  @TempDir Path directory;

  @Test
  void whatIsNotGivenIsDefault() {
    LockstepConfig config = ConfigLoader.parse(SHOP, Map.of());

    assertThat(config.kafka()).isEqualTo(KafkaSettings.DEFAULT);
    assertThat(config.registry()).isEqualTo(RegistrySettings.DEFAULT);
    assertThat(config.topics()).isEqualTo(TopicSettings.DEFAULT);
    assertThat(config.producers()).isEqualTo(ProducersSettings.DEFAULT);
    assertThat(config.streams()).isEqualTo(StreamsSettings.DEFAULT);
    assertThat(config.sink()).isEqualTo(SinkSettings.DEFAULT);
    assertThat(config.alerts()).isEqualTo(AlertSettings.DEFAULT);
    assertThat(config.console()).isEqualTo(ConsoleSettings.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "kafka: {bootstrap.servers: k:1}", "endpoints:\nflows: {}", "# nothing"})
  void aConfigurationWithoutEndpointsAndFlowsCannotBeMeant(String yaml) {
    List<Problem> problems = problems(yaml, Map.of());

    assertThat(problems)
        .extracting(Problem::key, Problem::badValue)
        .containsExactly(tuple("endpoints", ""), tuple("flows", ""));
    assertThat(problems)
        .allSatisfy(problem -> assertThat(problem.remedy()).contains("docs/config.md"));
  }

  @Test
  void endpointsWithoutAFlowAreNotEnough() {
    assertThat(problems(SHOP.replace(FLOWS, ""), Map.of()))
        .extracting(Problem::key)
        .containsExactly("flows");
    assertThat(problems(SHOP.replace(FLOWS, "flows: [shop]"), Map.of()))
        .as("wrong, but not missing")
        .singleElement()
        .satisfies(problem -> assertThat(problem.remedy()).contains("must be a mapping"));
  }

  @Test
  void everySettingIsReadFromItsKey() {
    LockstepConfig config =
        ConfigLoader.parse(
            SHOP
                + """
            kafka:
              bootstrap.servers: "k1:9092, [::1]:9093"
              properties: {security.protocol: SSL, ssl: {truststore.location: /t}}
            registry: {url: "http://r1:8081,https://r2", properties: {basic.auth.user.info: "a:b"}}
            topics: {partitions: 12, replication: 3, retention: 36h}
            producers: {poll-interval: 5ms, commit-interval: 80ms, max-batch-rows: 7, transaction-timeout: 20s,
                        marker-heartbeat: 2s, on-lost-history: resnapshot}
            streams: {state-directory: /s, threads: 3, status-interval: 2s, commit-interval: 50ms,
                      max-details-per-minute: 9, application-id: other, standby-replicas: 1}
            sink: {workers: 5, max-batch-rows: 10, max-batch-bytes: 4096, retry-initial: 1s,
                   retry-max: 1m, create-tables: false, progress-schema: steps}
            alerts: {lag-warning: 5s, lag-critical: 6s, silence: 20s}
            console: {bind: localhost, port: 0}
            """,
            Map.of());

    assertThat(config.kafka().client())
        .containsEntry("bootstrap.servers", "k1:9092,[::1]:9093")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("ssl.truststore.location", "/t");
    assertThat(config.registry().codec())
        .containsEntry("schema.registry.url", "http://r1:8081,https://r2")
        .containsEntry("basic.auth.user.info", "a:b");
    assertThat(config.topics()).isEqualTo(new TopicSettings(12, (short) 3, Duration.ofHours(36)));
    assertThat(config.producers())
        .isEqualTo(
            new ProducersSettings(
                Duration.ofMillis(5),
                Duration.ofMillis(80),
                7,
                Duration.ofSeconds(20),
                Duration.ofSeconds(2),
                OnLostHistory.RESNAPSHOT));
    assertThat(config.streams())
        .isEqualTo(
            new StreamsSettings(
                Path.of("/s"), 3, Duration.ofSeconds(2), Duration.ofMillis(50), 9, "other", 1));
    assertThat(config.sink())
        .isEqualTo(
            new SinkSettings(
                5, 10, 4096, Duration.ofSeconds(1), Duration.ofMinutes(1), false, "steps"));
    assertThat(config.alerts())
        .isEqualTo(
            new AlertSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60)));
    assertThat(config.console()).isEqualTo(new ConsoleSettings("localhost", 0));
  }

  @Test
  void endpointsAndFlowsAreRead() {
    LockstepConfig config =
        ConfigLoader.parse(
            ConfigExample.yaml(), Map.of("SHOP_PASSWORD", "0123", "REPLICA_PASSWORD", "x"));
    ServerEndpoint shop = server(config, "shop");
    Flow flow = config.flows().get("shop");

    assertThat(shop.password().reveal()).isEqualTo("0123");
    assertThat(shop.ssl()).isEqualTo(SslMode.VERIFY_FULL);
    assertThat(shop.serverId()).isEmpty();
    assertThat(server(config, "replica").serverId()).hasValue(65001);
    assertThat(flow.selects(TableName.parse("shop.orders"))).isTrue();
    assertThat(flow.selects(TableName.parse("shop.tmp_1"))).isFalse();
    assertThat(flow.targetOf(TableName.parse("billing.invoices")))
        .isEqualTo(TableName.parse("shop.invoices_imported"));
    assertThat(flow.rules(TableName.parse("shop.orders")).of("NOTE")).isEqualTo(ColumnRule.IGNORED);
    assertThat(flow.rules(TableName.parse("shop.orders")).of("details"))
        .isEqualTo(ColumnRule.as(ColumnKind.JSON));
    assertThat(flow.rules(TableName.parse("shop.anything")).of("updated_at"))
        .isEqualTo(ColumnRule.digits(3));
  }

  @Test
  void allProblemsAreReportedAtOnceWithoutSecrets() {
    List<Problem> problems =
        problems(
            """
            kafka: {bootstrap.servers: localhost}
            topics: {partitons: 8, retention: 7 weeks}
            endpoints:
              shop: {type: mariadb, host: db1, port: 99999, username: u, password: "${env:NOWHERE}"}
              Replica: {type: postgres, username: u, password: {a: hunter2}}
            flows:
              shop: {source: shop, target: replika, tables: {include: ["orders"]}}
            console: {bind: 0.0.0.0}
            """,
            Map.of());

    assertThat(problems)
        .extracting(Problem::key, Problem::badValue)
        .containsExactlyInAnyOrder(
            tuple("kafka.bootstrap.servers", "localhost"),
            tuple("topics.partitons", ""),
            tuple("topics.retention", "7 weeks"),
            tuple("endpoints.shop.port", "99999"),
            tuple("endpoints.shop.password", "***"),
            tuple("endpoints.Replica", "Replica"),
            tuple("endpoints.Replica.type", "postgres"),
            tuple("endpoints.Replica.host", ""),
            tuple("endpoints.Replica.password", ""),
            tuple("flows.shop.target", "replika"),
            tuple("flows.shop.tables.include[0]", "orders"),
            tuple("console.bind", "0.0.0.0"));
    assertThat(problems.toString())
        .contains("Did you mean 'partitions'?", "Did you mean 'Replica'?", "NOWHERE", "1 to 65535")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "map", "set", "nonsense"})
  void aColumnIsComparedAsOneOfTheKindsThatTheReferenceLists(String kind) {
    String columns = "    columns: [{column: shop.orders.tags, compare: " + kind + "}]\n";
    String flow = "flows:\n  shop:\n    source: shop\n    target: replica\n";
    String yaml = SHOP.replace(FLOWS, flow + "    tables: {include: [shop.%]}\n" + columns);

    assertThat(problems(yaml, Map.of()))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.remedy())
                    .isEqualTo(
                        "It must be one of integer, decimal, float, boolean, text, bytes, date, time,"
                            + " local-timestamp, instant, uuid, json."));
  }

  @Test
  void variablesOverrideSingleValues() {
    LockstepConfig config =
        ConfigLoader.parse(
            SHOP,
            Map.of(
                "LOCKSTEP_ENDPOINTS_SHOP_PASSWORD", "other",
                "LOCKSTEP_KAFKA_BOOTSTRAP_SERVERS", "k:1",
                "LOCKSTEP_TEST_SOMETHING", "not ours to judge",
                "PATH", "/bin"));

    assertThat(server(config, "shop").password().reveal()).isEqualTo("other");
    assertThat(config.kafka().bootstrapServers()).isEqualTo("k:1");
  }

  @Test
  void variablesThatOverrideNothingAreProblems() {
    assertThat(problems(SHOP, Map.of("LOCKSTEP_ENDPOINTS_SHOP_PASWORD", "secret")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("LOCKSTEP_ENDPOINTS_SHOP_PASWORD");
              assertThat(problem.remedy()).contains("LOCKSTEP_ENDPOINTS_SHOP_PASSWORD");
              assertThat(problem.toString()).doesNotContain("secret");
            });
  }

  @Test
  void referencesLeadToVariablesAndFiles() throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "from file\n");
    String yaml = SHOP.replaceFirst("password: p", "password: \"\\${file:" + file + "}\"");
    String literal = SHOP.replaceFirst("password: p", "password: \"a\\$\\${b\"");

    assertThat(password(yaml)).isEqualTo("from file");
    assertThat(password(literal)).isEqualTo("a${b");
    assertThat(problems(yaml.replace("file:", "file:/nowhere"), Map.of()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.remedy()).contains("There is no file /nowhere"));
    assertThat(problems(yaml.replace("file:", "vault:"), Map.of()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.remedy()).contains("${env:NAME} or ${file:PATH}"));
  }

  @Test
  void keysGivenTwiceAndTextThatIsNotYamlAreProblems() {
    assertThat(
            problems(
                SHOP + "topics: {partitions: 1}\nsink: {workers: 1}\ntopics: {partitions: 2}",
                Map.of()))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("topics");
              assertThat(problem.remedy()).contains("line 8");
            });
    assertThat(problems("endpoints:\n  shop:\n    password: hunter2: x\n   host: y", Map.of()))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.badValue()).contains("line 3");
              assertThat(problem.toString()).doesNotContain("hunter2");
            });
    assertThat(problems("- a\n- b", Map.of())).singleElement();
  }

  @Test
  void guaranteesAreNotForTheConfigurationToBreak() {
    assertThat(
            problems(
                SHOP
                    + "kafka: {properties: {isolation.level: read_uncommitted, bootstrap.servers: x}}",
                Map.of()))
        .extracting(Problem::key)
        .containsExactlyInAnyOrder(
            "kafka.properties.isolation.level", "kafka.properties.bootstrap.servers");
  }

  @Test
  void missingFileSaysSo() {
    assertThatThrownBy(() -> ConfigLoader.load(directory.resolve("none.yaml"), Map.of()))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("none.yaml")
        .satisfies(e -> assertThat(((LockstepException) e).remedy()).contains("YAML"));
  }

  @Test
  void nothingThatIsPrintedHoldsASecret() {
    LockstepConfig config =
        ConfigLoader.parse(
            """
            kafka: {properties: {sasl.jaas.config: hunter2}}
            registry: {url: "http://u:hunter2@r", properties: {basic.auth.user.info: "u:hunter2"}}
            endpoints:
              shop: {type: mariadb, host: h, username: u, password: hunter2, properties: {keyPassword: hunter2}}
              replica: {type: mariadb, host: g, username: u, password: hunter2}
            """
                + FLOWS,
            Map.of());

    assertThat(config.toString()).doesNotContain("hunter2");
  }

  private static String password(String yaml) {
    return server(ConfigLoader.parse(yaml, Map.of()), "shop").password().reveal();
  }

  private static ServerEndpoint server(LockstepConfig config, String name) {
    return (ServerEndpoint) config.endpoint(name);
  }

  static List<Problem> problems(String yaml, Map<String, String> env) {
    ConfigProblemsException thrown =
        catchThrowableOfType(ConfigProblemsException.class, () -> ConfigLoader.parse(yaml, env));
    assertThat(thrown).as("problems of: " + yaml).isNotNull();
    return thrown.problems();
  }
}
