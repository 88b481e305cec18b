package dev.lockstep.launcher.cli;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.LockstepConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lockstep config check}. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Works on a configuration file.")
final class ConfigCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: check");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Reads a configuration as the programs would and tells everything that is wrong with it.",
        "Connects to nothing."
      })
  int check(
      @Option(
              names = {"-c", "--config"},
              required = true,
              paramLabel = "FILE",
              description = "The configuration file (YAML; docs/config.md lists its keys).")
          Path file) {
    LockstepConfig config = ConfigLoader.load(file, System.getenv());
    PrintWriter out = spec.commandLine().getOut();
    out.println(file + " is right.");
    for (Endpoint endpoint : config.endpoints().values()) {
      out.println("  endpoint " + endpoint.description());
    }
    for (Flow flow : config.flows().values()) {
      out.println("  flow     " + flow.name() + ": " + flow.source() + " → " + flow.target());
    }
    out.flush();
    return ExitCode.OK;
  }
}
