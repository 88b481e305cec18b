package dev.lockstep.launcher.cli;

import dev.lockstep.flow.EndpointType;
import dev.lockstep.launcher.demo.DemoSettings;
import dev.lockstep.launcher.demo.inject.InjectorSettings;
import dev.lockstep.launcher.place.ServerUrl;
import dev.lockstep.launcher.place.Side;
import dev.lockstep.launcher.stack.DataHome;
import dev.lockstep.launcher.stack.Pair;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lockstep up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "A live migration on this machine, with real servers: a Kafka broker, a schema registry and two"
          + " databases are started, a demo shop trades on the first, and its data moves to the"
          + " second while it keeps changing. The page, whose address is printed, shows it happen.",
      "",
      "Both databases are MariaDB servers unless --from and --to say otherwise. Either may be a server of"
          + " yours: --from-url, --to-url. Its log settings and the account's rights are looked at before"
          + " anything starts. All that is done there is done in schemas of names that nobody else has"
          + " (lockstep_shop_..., at the target lockstep_... too), which stay when it ends, for the next"
          + " 'up' to go on with, unless --drop is given. The server is never stopped.",
      "",
      "Ctrl-C stops all of it. What was done stays in the data directory: the next 'up' goes on from"
          + " there, also after a crash. To begin anew, remove that directory.",
    },
    footer = {
      "",
      "With --corrupt a separate process damages the copy while everything runs: values by one space, one"
          + " microsecond, one letter's case or one digit, rows deleted and rows added; and does harmless"
          + " things that look alike. The summary tells what was found, what was missed, and what was"
          + " reported that was nothing.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was missed, nothing was made up, and the residual of every table is zero: open verdicts"
          + " account for every difference",
      "1:otherwise, or when a full comparison of both databases refutes what was said",
      "2:wrong use",
      "3:could not: a port, the disk, a server",
    })
final class UpCommand implements Callable<Integer> {

  @Option(
      names = "--from",
      paramLabel = "TYPE",
      converter = EndpointTypeConverter.class,
      description = "What the source is: mariadb or mysql. Default: mariadb.")
  private @Nullable EndpointType from;

  @Option(
      names = "--to",
      paramLabel = "TYPE",
      converter = EndpointTypeConverter.class,
      description = "What the target is: mariadb or mysql. Default: mariadb.")
  private @Nullable EndpointType to;

  @Option(
      names = "--from-url",
      paramLabel = "URL",
      converter = ServerUrlConverter.class,
      description = {
        "A server of yours as the source: mysql://user:password@host:port/ or mariadb://... What is"
            + " special in user and password is encoded (%%40 for @); the port may be left out;"
            + " ?ssl=disable, prefer, require or verify-full at the end (prefer).",
        "Other users of this machine see the arguments of a command. To keep the password out of"
            + " them write a reference in its place, in single quotes:"
            + " 'mysql://user:$${env:NAME}@host/' or 'mysql://user:$${file:PATH}@host/'; or one for"
            + " all of it: '$${file:PATH}'."
      })
  private @Nullable ServerUrl fromUrl;

  @Option(
      names = "--to-url",
      paramLabel = "URL",
      converter = ServerUrlConverter.class,
      description =
          "A server of yours as the target, in the same form. It must not be that of --from-url.")
  private @Nullable ServerUrl toUrl;

  @Option(
      names = "--drop",
      description =
          "At the end, drop what this data directory has made at your servers. No run can go on from"
              + " it then. Without --drop the statements that drop it are printed.")
  private boolean drop;

  @Option(
      names = "--rate",
      defaultValue = "200",
      paramLabel = "N",
      description = "Changes a second that the shop makes. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "Stop by itself after this long (30s, 5m, 1h), from the first confirmed change.")
  private @Nullable Duration limit;

  @Option(
      names = "--port",
      defaultValue = "8080",
      paramLabel = "P",
      description = "Port of the page; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--data",
      defaultValue = ".lockstep",
      paramLabel = "DIR",
      description = "Where everything is kept. Default: ${DEFAULT-VALUE} in the working directory.")
  private Path data = Path.of("");

  @Option(
      names = "--corrupt",
      defaultValue = "0",
      paramLabel = "N",
      description = "Corruptions of the copy, spread over the run (over a minute, without --for).")
  private int corruptions;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Seed of workload and corruptions. Default: another one each time; it is printed.")
  private @Nullable Long seed;

  @Option(
      names = "--json",
      description =
          "Print one JSON object at the end, and nothing else. Of a run that is stopped before"
              + " everything has started it has the same fields: zeros, no tables, and -1 for"
              + " startedMillis.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    require(
        rate >= 1 && rate <= DemoSettings.MOST_CHANGES_PER_SECOND,
        "--rate",
        rate,
        "from 1 to " + DemoSettings.MOST_CHANGES_PER_SECOND);
    require(port >= 0 && port <= 65535, "--port", port, "from 0 to 65535");
    require(
        corruptions >= 0 && corruptions <= InjectorSettings.MOST_CORRUPTIONS,
        "--corrupt",
        corruptions,
        "from 0 to " + InjectorSettings.MOST_CORRUPTIONS);
    Side source = side("--from", from, fromUrl);
    Side target = side("--to", to, toUrl);
    if (source.given().isPresent() && source.mark().equals(target.mark())) {
      throw new ParameterException(
          spec.commandLine(),
          "--from-url and --to-url are the same server: leave one out, or give two");
    }
    if (drop && source.given().isEmpty() && target.given().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--drop is for servers of yours: there is neither --from-url nor --to-url");
    }
    long chosenSeed = seed == null ? RandomGenerator.getDefault().nextInt(1_000_000) : seed;
    UpOptions options =
        new UpOptions(
            new Pair(source, target),
            rate,
            Optional.ofNullable(limit),
            port,
            corruptions,
            chosenSeed,
            drop,
            json);
    try (StopSignal stop = StopSignal.install();
        DataHome home = DataHome.open(data)) {
      Logging.toFile(home.log());
      UpConsole console =
          new UpConsole(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
      return new UpRun(options, home, stop, console, Clock.systemUTC()).run();
    }
  }

  private Side side(String option, @Nullable EndpointType type, @Nullable ServerUrl url) {
    if (url == null) {
      return new Side.Own(type == null ? EndpointType.MARIADB : type);
    }
    if (type != null && type != url.type()) {
      throw new ParameterException(
          spec.commandLine(),
          "%1$s %2$s does not fit %1$s-url, which is of a %3$s server: leave %1$s out"
              .formatted(option, type.label(), url.type().label()));
    }
    return new Side.Given(url);
  }

  private void require(boolean right, String option, int value, String range) {
    if (!right) {
      throw new ParameterException(
          spec.commandLine(), option + " must be " + range + ", not " + value);
    }
  }
}
