package dev.lockstep.launcher.cli;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.schema.registry.RegistryStartException;
import java.io.PrintWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/** Tells a failure to a person: what, then what to do; where in the program only when asked. */
final class FailureReport {

  private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);

  private FailureReport() {}

  /** Prints it and returns the exit code that says whose fault it is. */
  static int tell(Throwable thrown, PrintWriter err, boolean stacktrace) {
    Throwable failure = unwrap(thrown);
    if (failure instanceof ParameterException wrongUse) {
      throw wrongUse;
    }
    LOG.debug("The command failed", failure);
    err.println("lockstep: " + LockstepException.messageOf(failure));
    err.println("  → " + remedy(failure, stacktrace));
    if (stacktrace) {
      failure.printStackTrace(err);
    }
    err.flush();
    return exitCode(failure);
  }

  private static Throwable unwrap(Throwable failure) {
    return (failure instanceof CompletionException || failure instanceof ExecutionException)
            && failure.getCause() != null
        ? unwrap(failure.getCause())
        : failure;
  }

  private static String remedy(Throwable failure, boolean stacktrace) {
    return switch (failure) {
      case LockstepException known -> known.remedy();
      case EmbeddedServerException known -> known.remedy();
      case RegistryStartException known -> known.remedy();
      case OutOfMemoryError known -> "Give it more memory: LOCKSTEP_JAVA_OPTS=-Xmx2g.";
      default ->
          stacktrace
              ? "This was not foreseen. Please report it with what follows."
              : "This was not foreseen. Run it again with --stacktrace and report what it says ("
                  + failure.getClass().getName()
                  + ").";
    };
  }

  private static int exitCode(Throwable failure) {
    return failure instanceof LockstepException known
        ? switch (known.category()) {
          case CONFIGURATION -> ExitCode.WRONG_USE;
          case DATA -> ExitCode.DATA_WRONG;
          case EXTERNAL, BUG -> ExitCode.COULD_NOT;
        }
        : ExitCode.COULD_NOT;
  }
}
