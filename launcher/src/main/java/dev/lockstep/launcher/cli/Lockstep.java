package dev.lockstep.launcher.cli;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.launcher.stack.Program;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command itself: its subcommands, its help, its failures. */
@Command(
    name = "lockstep",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    subcommands = {
      UpCommand.class,
      VersionCommand.class,
      ConfigCommand.class,
      RereadCommand.class,
      BrokerCommand.class,
      RegistryCommand.class,
      FightCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    description = "Moves a database live and proves, all the while, that the copy is right.",
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  ./lockstep up                            a live migration of a demo shop, with its page",
      "  ./lockstep up --corrupt 20 --for 60s     the same, with damage done to the copy: is it found?",
      "  ./lockstep fight --for 5m                attack it with everything: does it stay true?",
      "  ./lockstep test                          build and run every test",
      "  ./lockstep config check -c FILE          check a configuration of your own",
      "  ./lockstep reread -c FILE FLOW.TABLE     read one table anew while all else streams on",
      "  ./lockstep producers -c FILE             run one of the programs against your own servers",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; of 'up': nothing was missed or made up, and the residual of every table is zero",
      "1:of 'up' and 'fight': otherwise (damage that open verdicts name is no error of the run); of a program: it"
          + " met data that it cannot go on with",
      "2:wrong use: command line or configuration",
      "3:could not: a server, the disk, the network, or a bug",
    })
public final class Lockstep implements Runnable {

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "On failure, tell where in the program as well.")
  private boolean stacktrace;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Lockstep() {}

  public static void main(String[] arguments) {
    Logging.quiet();
    int exitCode = run(arguments);
    StopSignal.ended(exitCode);
    System.exit(exitCode);
  }

  /** Runs one command line and returns its exit code. */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    Lockstep lockstep = new Lockstep();
    CommandLine line = new CommandLine(lockstep);
    for (Program program : Program.values()) {
      line.addSubcommand(program.command(), ProgramCommand.line(program));
    }
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler(Lockstep::wrongUse);
    line.setExecutionExceptionHandler(
        (failure, at, parsed) ->
            FailureReport.tell(failure, at.getErr(), lockstep.showsStacktrace()));
    return line;
  }

  private boolean showsStacktrace() {
    return stacktrace || System.getenv("LOCKSTEP_DEBUG") != null;
  }

  private static int wrongUse(ParameterException failure, String[] arguments) {
    CommandLine at = failure.getCommandLine();
    PrintWriter err = at.getErr();
    err.println("lockstep: " + withoutPasswords(LockstepException.messageOf(failure)));
    if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
      err.println("  → " + at.getCommandSpec().qualifiedName() + " --help tells what is possible.");
    }
    err.flush();
    return ExitCode.WRONG_USE;
  }

  /** An argument that nobody knows is told as it is, and may be a URL with an account. */
  private static String withoutPasswords(String message) {
    return message.replaceAll("://[^\\s']*@", "://***@");
  }

  /** No subcommand: nothing was asked, so say what can be. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
