package dev.lockstep.launcher.stack;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.mysql.EmbeddedMySql;
import dev.lockstep.embedded.server.LocalServer;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** From what kind of database a pipeline migrates, to what kind. */
public record Pair(EndpointType source, EndpointType target) {

  private static final Pair FIRST = new Pair(EndpointType.MARIADB, EndpointType.MARIADB);

  /** As people read it: {@code MySQL to MariaDB}. */
  public String words() {
    return word(source) + " to " + word(target);
  }

  private static String word(EndpointType type) {
    return switch (type) {
      case MARIADB -> "MariaDB";
      case MYSQL -> "MySQL";
    };
  }

  static LocalServer start(EndpointType type, Settings settings) {
    return switch (type) {
      case MARIADB -> EmbeddedMariaDb.start(settings);
      case MYSQL -> EmbeddedMySql.start(settings);
    };
  }

  /** Notes in a data directory what its databases are; throws when they are something else. */
  void claim(DataHome home) {
    try {
      claim(home, home.pair());
    } catch (IOException e) {
      throw new LockstepException(
          Category.EXTERNAL,
          "Cannot write to " + home.root() + ": " + e.getMessage(),
          "Check the space and the rights there.",
          e);
    }
  }

  private void claim(DataHome home, Path file) throws IOException {
    boolean used = Files.exists(home.source()) || Files.exists(home.target());
    String known =
        Files.exists(file) ? Files.readString(file).strip() : used ? FIRST.text() : text();
    if (!known.equals(text())) {
      throw new LockstepException(
          Category.CONFIGURATION,
          "%s holds a migration from %s".formatted(home.root(), known.replace(" ", " to ")),
          "Say --from %s --to %s to go on with it, choose another directory with --data DIR, or remove this one to begin anew."
              .formatted(known.split(" ", 2)[0], known.split(" ", 2)[1]));
    }
    Files.writeString(file, text() + "\n");
  }

  private String text() {
    return source.label() + " " + target.label();
  }
}
