package dev.lockstep.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Goal: the arrows of ARCHITECTURE.md hold in the classes themselves. Method: import every class of
 * ours from the class path and check each boundary. A failure says what to do about it.
 */
class ArchitectureTest {

  private static final String OURS = "dev.lockstep..";
  private static final String SCHEMAS = "dev.lockstep.schema..";
  private static final String FLOW = "dev.lockstep.flow..";
  private static final String ENGINES = "dev.lockstep.engine..";
  private static final String EMBEDDED = "dev.lockstep.embedded..";
  private static final String GENERATED = "dev.lockstep.schema.event";
  private static final String[] ABOVE = {
    "dev.lockstep.launcher..", "dev.lockstep.bench..", "dev.lockstep.e2e.."
  };
  private static final String[] JDBC = {
    "java.sql..", "javax.sql..", "org.mariadb..", "com.zaxxer..", "com.mysql.."
  };

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lockstep");
  }

  @Test
  void everyModuleIsLookedAt() {
    Set<String> modules =
        classes.stream()
            .map(type -> type.getPackageName().split("\\.")[2])
            .collect(Collectors.toSet());

    assertThat(modules)
        .as("put the module on the class path of e2e, or its boundaries go unchecked")
        .contains(
            "schema",
            "flow",
            "engine",
            "producers",
            "streams",
            "sink",
            "console",
            "launcher",
            "embedded");
  }

  @TestFactory
  Stream<DynamicTest> programsMeetOnlyInKafka() {
    return Stream.of(
        meetsOthersOnlyInKafka("producers", SCHEMAS, FLOW, ENGINES),
        meetsOthersOnlyInKafka("streams", SCHEMAS, FLOW),
        meetsOthersOnlyInKafka("sink", SCHEMAS, FLOW, ENGINES),
        meetsOthersOnlyInKafka("console", SCHEMAS, FLOW));
  }

  private static DynamicTest meetsOthersOnlyInKafka(String program, String... uses) {
    String own = "dev.lockstep." + program + "..";
    return DynamicTest.dynamicTest(
        program,
        () ->
            check(
                noClasses()
                    .that()
                    .resideInAPackage(own)
                    .should()
                    .dependOnClassesThat(
                        resideInAPackage(OURS)
                            .and(not(resideInAPackage(own)))
                            .and(not(resideInAnyPackage(uses))))
                    .because(
                        "programs meet only in Kafka: put what two of them need into schemas (what"
                            + " travels), flow (what a migration is) or engines (what a kind of"
                            + " database needs)")));
  }

  @Test
  void schemasDependOnNothingOfOurs() {
    check(
        noClasses()
            .that()
            .resideInAPackage(SCHEMAS)
            .should()
            .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(SCHEMAS))))
            .because("everything depends on schemas: move the code to the module that it needs"));
  }

  @Test
  void flowDependsOnSchemasOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage(FLOW)
            .should()
            .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(FLOW, SCHEMAS))))
            .because("flow is data and rules: move what acts to the program that acts"));
  }

  @Test
  void enginesKnowNeitherKafkaNorTheProgramsThatUseThem() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ENGINES)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("org.apache.kafka..", "io.debezium..")
                    .or(
                        resideInAPackage(OURS)
                            .and(not(resideInAnyPackage(ENGINES, FLOW, SCHEMAS)))))
            .because(
                "engines are what there is to know of databases: move what acts to its program"));
  }

  @Test
  void onlySourcesKnowWhatTheyReadBy() {
    check(
        noClasses()
            .that(
                resideInAPackage("dev.lockstep.producers..")
                    .and(not(resideInAPackage("dev.lockstep.producers.source.."))))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.lockstep.engine.mariadb..",
                    "dev.lockstep.engine.mysql..",
                    "org.apache.kafka.connect..",
                    "io.debezium..",
                    "com.github.shyiko..",
                    "java.sql.."))
            .because(
                "a capture publishes what any source yields: put what is one engine's or one"
                    + " connector's behind dev.lockstep.producers.source.Source"));
  }

  @Test
  void whatBinlogsShareKnowsNoneOfTheirEngines() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.lockstep.producers.source.binlog..",
                "dev.lockstep.producers.source.statement..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.lockstep.producers.source.mariadb..",
                    "dev.lockstep.producers.source.mysql..",
                    "dev.lockstep.engine.mariadb..",
                    "io.debezium.connector.mariadb..",
                    "io.debezium.connector.mysql.."))
            .because("put what is one engine's into its BinlogEngine or BinlogDialect"));
  }

  @Test
  void oneEngineDoesNotKnowTheOther() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.lockstep.engine.mysql..", "dev.lockstep.producers.source.mysql..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..mariadb..")
            .because("MariaDB has much from MySQL, and nothing the other way round"));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.lockstep.producers.source.mariadb..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.lockstep.producers.source.mysql..")
            .because("what both have is in dev.lockstep.producers.source.binlog"));
  }

  @Test
  void whatSourcesYieldKnowsNeitherKafkaNorAvro() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.lockstep.producers.source", "dev.lockstep.producers.source.event")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "org.apache.kafka..",
                    "org.apache.avro..",
                    "io.debezium..",
                    "dev.lockstep.engine.mariadb..",
                    "dev.lockstep.engine.mysql.."))
            .because("whoever writes a source need not know where its events go"));
  }

  @Test
  void alertsDoNotKnowOneEngineFromTheOther() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.lockstep.sink.alert..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.lockstep.engine.*..")
                    .and(not(resideInAPackage("dev.lockstep.engine.known.."))))
            .because("an alert speaks of any kind of database: ask dev.lockstep.engine.Engine"));
  }

  @Test
  void onlyTargetsKnowWhatTheyWriteTo() {
    check(
        noClasses()
            .that(
                resideInAPackage("dev.lockstep.sink..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "dev.lockstep.sink.mysql..", "dev.lockstep.sink.known.."))))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "dev.lockstep.sink.mysql..",
                    "dev.lockstep.engine.mysql..",
                    "dev.lockstep.engine.mariadb..",
                    "dev.lockstep.engine.jdbc..",
                    "java.sql.."))
            .because(
                "the sink applies to any target: put what is one engine's behind"
                    + " dev.lockstep.sink.apply.Target"));
  }

  @Test
  void embeddedServersKnowNothingOfOurs() {
    check(
        noClasses()
            .that()
            .resideInAPackage(EMBEDDED)
            .should()
            .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAPackage(EMBEDDED))))
            .because("embedded only starts servers: let the caller bring what is ours"));
  }

  @Test
  void nothingDependsOnWhatStandsAbove() {
    check(
        noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAnyPackage(ABOVE))))
            .should()
            .dependOnClassesThat(resideInAnyPackage(ABOVE))
            .because("launcher, bench and e2e use the others: move down what is needed below"));
  }

  @Test
  void onlyWhoMustOpensDatabases() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.lockstep.console..", "dev.lockstep.streams..", SCHEMAS, FLOW)
            .should()
            .dependOnClassesThat(resideInAnyPackage(JDBC))
            .because(
                "console and streams-app read topics only: let producers turn what the database"
                    + " knows into an event"));
  }

  @Test
  void theConsoleConsumesTopicsInOnePlace() {
    check(
        noClasses()
            .that(
                resideInAPackage("dev.lockstep.console..")
                    .and(not(resideInAPackage("dev.lockstep.console.view.."))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.kafka.clients.consumer.."))
            .because("the adapters show what console.view holds: read the topic there"));
  }

  @Test
  void whoeverKeepsAndSendsFactsKnowsNoSingleKind() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.lockstep.console.fact..",
                "dev.lockstep.console.keep..",
                "dev.lockstep.console.live..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.lockstep.console.kind.."))
            .because(
                "a new kind of fact is one class in one list: let the kind declare in console.fact's"
                    + " words what is particular to it"));
  }

  @Test
  void nobodyNeedsConfluentsCode() {
    check(
        noClasses()
            .that()
            .resideInAPackage(OURS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.confluent.."))
            .because("it is not on Maven Central: use dev.lockstep.schema.codec"));
  }

  @Test
  void loggingGoesThroughSlf4j() {
    check(
        noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAnyPackage(ABOVE))))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("java.util.logging..", "ch.qos.logback..", "org.apache.log4j.."))
            .because("whoever starts the process chooses where logs go: use org.slf4j.Logger"));
  }

  @Test
  void onlyTheCommandLinePrints() {
    check(
        noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAnyPackage(ABOVE))))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("--json must stay one object: log, or hand the text to the launcher"));
  }

  @Test
  void modulesAndPackagesHaveNoCycles() {
    check(slices().matching("dev.lockstep.(*)..").should().beFreeOfCycles());
    check(
        slices()
            .matching("dev.lockstep.(**)")
            .should()
            .beFreeOfCycles()
            .because("a cycle is one package in two places: merge them or turn one arrow round"));
  }

  @Test
  void everyPackageIsNullMarkedAndSaysWhatItIsFor() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass type : classes) {
      String name = type.getPackageName();
      if (!name.startsWith(GENERATED) && !isNullMarked(name)) {
        unmarked.add(name);
      }
    }

    assertThat(unmarked)
        .as("give each a package-info.java with one paragraph of purpose and @NullMarked")
        .isEmpty();
  }

  private static boolean isNullMarked(String packageName) {
    try {
      Class<?> info = Class.forName(packageName + ".package-info", false, loader());
      return info.isAnnotationPresent(NullMarked.class);
    } catch (ClassNotFoundException missing) {
      return false;
    }
  }

  private static ClassLoader loader() {
    return ArchitectureTest.class.getClassLoader();
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }
}
