package dev.lockstep.launcher.cli;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.ConfigProblemsException;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.assess.Assessment;
import dev.lockstep.launcher.assess.Finding.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
      sortOptions = false,
      description = {
        "Reads a configuration as the programs would and tells everything that is wrong with it.",
        "Connects to nothing, unless told to."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:nothing is wrong; there may be warnings",
        "2:the configuration is wrong, or what it points at will not do: a grant, a setting, a table",
        "3:could not: something does not answer"
      })
  int check(
      @Option(
              names = {"-c", "--config"},
              required = true,
              paramLabel = "FILE",
              description = "The configuration file (YAML; docs/config.md lists its keys).")
          Path file,
      @Option(
              names = "--connect",
              description =
                  "Also look at every database, table, account, the broker and the registry that it"
                      + " names. Nothing is changed.")
          boolean connect,
      @Option(names = "--json", description = "Print one JSON object, and nothing else.")
          boolean json) {
    PrintWriter out = spec.commandLine().getOut();
    LockstepConfig config;
    try {
      config = ConfigLoader.load(file, System.getenv());
    } catch (ConfigProblemsException e) {
      if (json) {
        out.println(AssessmentText.problems(e.problems()));
        out.flush();
        return ExitCode.WRONG_USE;
      }
      throw e;
    }
    Assessment assessment = connect ? Assessment.of(config) : new Assessment(List.of(), List.of());
    if (json) {
      out.println(AssessmentText.json(assessment));
    } else {
      tell(out, file, config);
      if (connect) {
        out.print(AssessmentText.prose(assessment));
      }
    }
    out.flush();
    return exitCode(assessment);
  }

  private static void tell(PrintWriter out, Path file, LockstepConfig config) {
    out.println(file + " is right.");
    for (Endpoint endpoint : config.endpoints().values()) {
      out.println("  endpoint " + endpoint.description());
    }
    for (Flow flow : config.flows().values()) {
      out.println("  flow     " + flow.name() + ": " + flow.source() + " → " + flow.target());
    }
  }

  private static int exitCode(Assessment assessment) {
    if (assessment.has(Severity.WRONG)) {
      return ExitCode.WRONG_USE;
    }
    return assessment.has(Severity.UNREACHABLE) ? ExitCode.COULD_NOT : ExitCode.OK;
  }
}
