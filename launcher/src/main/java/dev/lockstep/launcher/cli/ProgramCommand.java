package dev.lockstep.launcher.cli;

import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.fight.world.SteppedClock;
import dev.lockstep.launcher.stack.Program;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One program alone, against configured Kafka and databases, until it is told to stop. */
@Command(mixinStandardHelpOptions = true)
final class ProgramCommand implements Callable<Integer> {

  private final Program program;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration file (YAML; docs/config.md lists its keys).")
  private Path file = Path.of("");

  private ProgramCommand(Program program) {
    this.program = program;
  }

  static CommandLine line(Program program) {
    CommandLine line = new CommandLine(new ProgramCommand(program));
    line.getCommandSpec()
        .usageMessage()
        .description(
            program.purpose() + ".",
            "",
            "Runs until SIGINT or SIGTERM and logs to the standard output. Several instances share"
                + " the work.");
    return line;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.toOutput();
    LockstepConfig config = ConfigLoader.load(file, System.getenv());
    try (StopSignal stop = StopSignal.install();
        RunningProgram running = program.start(config, SteppedClock.of(System.getenv()))) {
      return Foreground.run(running.name(), running::failure, stop);
    }
  }
}
