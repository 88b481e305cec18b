package dev.lockstep.embedded.server;

import dev.lockstep.embedded.DiskSpace;
import dev.lockstep.embedded.EmbeddedServerException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what the server wrote before it gave up into a message with a remedy. */
final class StartFailure {

  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("error while loading shared libraries: ([^:]+):");

  private static final String PORT = "'s port ";

  private StartFailure() {}

  static EmbeddedServerException from(ServerKind kind, String log, Path home, int port) {
    String name = kind.name();
    Matcher library = MISSING_LIBRARY.matcher(log);
    if (library.find()) {
      return new EmbeddedServerException(
          "The "
              + name
              + " server needs the library "
              + library.group(1)
              + ", which is not installed",
          "Install the package that contains it, or " + kind.toInstall() + ".");
    }
    String text = log.toLowerCase(Locale.ROOT);
    if (text.contains("bind on tcp/ip port") || text.contains("address already in use")) {
      return portTaken(name, port);
    }
    if (text.contains("no space left") || text.contains("errno: 28") || text.contains("error 28")) {
      return DiskSpace.full(home, DataDirectory.FREE_BYTES_NEEDED);
    }
    if (text.contains("unable to lock ./ibdata1") || text.contains("can't lock aria control")) {
      return new EmbeddedServerException(
          "Another " + name + " server uses " + home, "Stop it, or choose another data directory.");
    }
    if (text.contains("permission denied") || text.contains("errno: 13")) {
      return new EmbeddedServerException(
          name + " may not read or write " + home,
          "Give this user the right to write there, or choose another data directory.");
    }
    return new EmbeddedServerException(
        name + " did not start. The end of its log:\n" + problems(log),
        "See " + DataDirectory.log(home, kind) + " for all of it.");
  }

  static boolean isPortTaken(EmbeddedServerException failure) {
    return failure.getMessage() != null && failure.getMessage().contains(PORT);
  }

  private static String problems(String log) {
    List<String> errors =
        log.lines().filter(line -> line.contains("[ERROR]") || line.contains("ERROR:")).toList();
    return errors.isEmpty() ? log : String.join("\n", errors);
  }

  private static EmbeddedServerException portTaken(String name, int port) {
    return new EmbeddedServerException(
        name + PORT + port + " is occupied",
        "Stop what listens there, or choose another port (0: any free one).");
  }
}
