package dev.lockstep.launcher.cli;

import dev.lockstep.launcher.demo.DemoOutcome;
import dev.lockstep.launcher.demo.DemoSummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person reads while {@code up} runs; with JSON asked for, that goes to the standard error.
 */
final class UpConsole {

  private static final Logger LOG = LoggerFactory.getLogger(UpConsole.class);
  private static final int SHOWN = 20;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;

  UpConsole(PrintWriter out, PrintWriter err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  void say(String format, Object... values) {
    PrintWriter to = json ? err : out;
    to.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    to.flush();
  }

  /** The one thing that goes to the standard output in any case. */
  void conclude(DemoOutcome outcome) {
    out.print(json ? outcome.summary().json() + "\n" : outcome.summary().prose());
    out.flush();
    List<String> complaints = outcome.complaints();
    complaints.stream().limit(SHOWN).forEach(complaint -> warn("wrong: " + complaint));
    if (complaints.size() > SHOWN) {
      warn("wrong: and " + (complaints.size() - SHOWN) + " more; all of them are in the log");
      complaints.forEach(complaint -> LOG.info("wrong: {}", complaint));
    }
    outcome.incomplete().ifPresent(reason -> warn("could not tell: " + reason));
  }

  /** Stopped before there was anything to judge: that too ends with one JSON object. */
  void concludeUnstarted() {
    if (json) {
      out.print(DemoSummary.ofNothing().json() + "\n");
      out.flush();
    } else {
      say("Stopped before everything ran: there is nothing to judge.");
    }
  }

  private void warn(String text) {
    err.println("lockstep: " + text);
    err.flush();
  }
}
