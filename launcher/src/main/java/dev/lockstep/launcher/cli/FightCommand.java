package dev.lockstep.launcher.cli;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.launcher.fight.Fight;
import dev.lockstep.launcher.fight.FightReport;
import dev.lockstep.launcher.fight.FightSettings;
import dev.lockstep.launcher.stack.DataHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lockstep fight}: everything that can go wrong, and whether Lockstep stays true. */
@Command(
    name = "fight",
    mixinStandardHelpOptions = true,
    description = {
      "Attacks a pipeline of its own and holds every word of it against the truth.",
      "",
      "Starts servers and programs, each a process of its own, and fights in rounds that the seed"
          + " decides: load on odd tables, SIGKILL, hangs, late starts, bursts, lost state, altered"
          + " and refused tables, damage to the copy. After each round both databases are compared"
          + " in full. Needs 4 GB of memory."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was lost, missed or made up",
      "1:otherwise; what and when is told, and the record has every event",
      "2:wrong use",
      "3:could not: a port, the disk, a server",
    })
final class FightCommand implements Callable<Integer> {

  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides the rounds. Default: another one each time; it is printed.")
  private @Nullable Long seed;

  @Option(
      names = "--for",
      defaultValue = "5m",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "No round begins after this (2m, 30m), counted from when all has started. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration limit = Duration.ofMinutes(5);

  @Option(
      names = "--rows",
      defaultValue = "500000",
      paramLabel = "N",
      description = "Rows of a burst. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--data",
      defaultValue = ".lockstep-fight",
      paramLabel = "DIR",
      description = "Where each fight gets a directory of its own. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("");

  @Option(
      names = "--without",
      split = ",",
      paramLabel = "WORD",
      description =
          "Leave out tables (uniques, ...) and themes of rounds (altering, ...), to narrow a failure"
              + " down.")
  private Set<String> without = new HashSet<>();

  @Option(names = "--json", description = "Print one JSON object at the end, and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    if (rows < 1 || rows > FightSettings.MOST_ROWS) {
      throw new ParameterException(
          spec.commandLine(),
          "--rows must be from 1 to " + FightSettings.MOST_ROWS + ", not " + rows);
    }
    long chosen = seed == null ? RandomGenerator.getDefault().nextInt(1_000_000) : seed;
    Clock clock = Clock.systemUTC();
    Path home = data.resolve(RUN.format(clock.instant()) + "-seed-" + chosen).toAbsolutePath();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter told = json ? spec.commandLine().getErr() : out;
    try (StopSignal stop = StopSignal.install();
        DataHome lock = DataHome.open(home)) {
      Logging.toFile(lock.log());
      told.println("Seed " + chosen + ", in " + home);
      told.flush();
      FightSettings settings = new FightSettings(chosen, limit, rows, home, without);
      FightReport report = fight(settings, clock, stop, told);
      out.print(json ? report.json() + "\n" : report.prose());
      out.flush();
      return report.isRight() ? ExitCode.OK : ExitCode.DATA_WRONG;
    } catch (IOException | SQLException e) {
      throw new LockstepException(
          Category.EXTERNAL,
          "The fight could not go on: " + e.getMessage(),
          "See " + home + ": record.jsonl says what was done, logs what each program said.",
          e);
    }
  }

  /** The data of one that found nothing is of no use to anybody, and may be gigabytes. */
  private static FightReport fight(
      FightSettings settings, Clock clock, StopSignal stop, PrintWriter told)
      throws IOException, SQLException, InterruptedException {
    Fight fight =
        Fight.prepare(
            settings,
            clock,
            words -> {
              told.println(words);
              told.flush();
            });
    FightReport report;
    try (fight) {
      report = fight.run(stop::isAsked);
    }
    if (report.isRight()) {
      fight.discard();
    }
    return report;
  }
}
