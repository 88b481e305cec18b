package dev.lockstep.launcher.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.reread.RereadProgress;
import dev.lockstep.launcher.reread.RereadSession;
import dev.lockstep.launcher.reread.RereadTarget;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lockstep reread}. */
@Command(
    name = "reread",
    mixinStandardHelpOptions = true,
    description = {
      "Has the producers read one table anew while everything else streams on.",
      "",
      "Shows how far that is and returns when it is done. The request is kept: it is done also when"
          + " this command is stopped, and once the producers run where they do not."
    })
final class RereadCommand implements Callable<Integer> {

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration file (YAML; docs/config.md lists its keys).")
  private Path file = Path.of("");

  @Parameters(
      paramLabel = "FLOW.TABLE",
      description =
          "The table: its flow, a dot, and the source's schema.table, or the table's name where the"
              + " flow has only one such.")
  private String table = "";

  @Option(
      names = "--side",
      defaultValue = "both",
      paramLabel = "SIDE",
      description = "Where to read it: source, target or both. Default: ${DEFAULT-VALUE}.")
  private RereadTarget.Side side = RereadTarget.Side.BOTH;

  @Option(
      names = "--patience",
      defaultValue = "60s",
      converter = DurationConverter.class,
      paramLabel = "TIME",
      description =
          "How long nothing may be heard of it before this command gives up waiting."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration patience = Duration.ZERO;

  @Option(names = "--json", description = "Print one JSON object at the end, and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    LockstepConfig config = ConfigLoader.load(file, System.getenv());
    List<RereadTarget> targets =
        RereadTarget.parse(config, table, side, RereadSession.topics(config));
    PrintWriter out = spec.commandLine().getOut();
    List<RereadProgress> progress;
    try (StopSignal stop = StopSignal.install()) {
      progress =
          new RereadSession(config, Clock.systemUTC(), patience)
              .follow(
                  targets,
                  "Asked for on the command line",
                  stop::isAsked,
                  step -> {
                    if (!json) {
                      out.println(step.text());
                      out.flush();
                    }
                  });
    }
    boolean done = progress.stream().allMatch(RereadProgress::done);
    if (json) {
      out.println(json(progress, done));
    } else if (!done) {
      out.println("Not followed any further; the request stands.");
    }
    out.flush();
    return done ? ExitCode.OK : ExitCode.COULD_NOT;
  }

  private static String json(List<RereadProgress> progress, boolean done) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("done", done);
    ArrayNode tables = root.putArray("tables");
    for (RereadProgress one : progress) {
      tables
          .addObject()
          .put("endpoint", one.target().endpoint())
          .put("table", one.target().table().toString())
          .put("rows", one.rows())
          .put("done", one.done());
    }
    return root.toString();
  }
}
