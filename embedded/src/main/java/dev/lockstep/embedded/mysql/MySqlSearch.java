package dev.lockstep.embedded.mysql;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.program.InstalledPrograms;
import dev.lockstep.embedded.program.ProgramCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Whether there is a program of Oracle's server here, and if not, why. */
public sealed interface MySqlSearch {

  record Found(MySqlProgram program) implements MySqlSearch {}

  record NotFound(String reason) implements MySqlSearch {

    @Override
    public MySqlProgram program() {
      throw new EmbeddedServerException(
          "No MySQL server: " + reason,
          "Install MySQL's server (mysqld, 8.0 or newer), or run on a Debian whose package servers"
              + " can be reached.");
    }
  }

  /**
   * What was found.
   *
   * @throws EmbeddedServerException when nothing was, with the reason and what to do
   */
  MySqlProgram program();

  /** The first of those that {@link #installed} and {@link #unpacked} find. */
  static MySqlSearch anywhere() {
    return first(MySqlSearch::installed, MySqlSearch::unpacked);
  }

  static MySqlSearch installed() {
    return installed(InstalledPrograms.named("mysqld", "/opt/homebrew/opt/mysql/bin").toList());
  }

  /** Debian's, kept in the cache of this user; fetched into it by the first who asks. */
  static MySqlSearch unpacked() {
    return DebianMySql.find(ProgramCache.directory());
  }

  static MySqlSearch installed(List<Path> programs) {
    String reason = "no mysqld is installed";
    for (Path program : programs) {
      try {
        return new Found(MySqlProgram.installed(program));
      } catch (IOException e) {
        reason = program + " cannot be taken: " + e.getMessage();
      }
    }
    return new NotFound(reason);
  }

  /** A later place is not looked at when an earlier one has it. */
  @SafeVarargs
  static MySqlSearch first(Supplier<MySqlSearch>... places) {
    StringBuilder reasons = new StringBuilder();
    for (Supplier<MySqlSearch> place : places) {
      switch (place.get()) {
        case Found found -> {
          return found;
        }
        case NotFound missing ->
            reasons.append(reasons.isEmpty() ? "" : "; ").append(missing.reason());
      }
    }
    return new NotFound(reasons.toString());
  }
}
