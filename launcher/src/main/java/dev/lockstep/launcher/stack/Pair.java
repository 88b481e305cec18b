package dev.lockstep.launcher.stack;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.mysql.EmbeddedMySql;
import dev.lockstep.embedded.server.LocalServer;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.launcher.place.Side;
import java.io.IOException;
import java.nio.file.Files;

/** From which database a pipeline migrates, to which. */
public record Pair(Side source, Side target) {

  private static final String FIRST =
      EndpointType.MARIADB.label() + " " + EndpointType.MARIADB.label();

  /** As people read it: {@code MySQL to MariaDB}. */
  public String words() {
    return word(source.type()) + " to " + word(target.type());
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

  /** Throws when the databases of a data directory are something else. */
  public void requireSame(DataHome home) {
    boolean used = Files.exists(home.source()) || Files.exists(home.target());
    String known;
    try {
      known =
          Files.exists(home.pair()) ? Files.readString(home.pair()).strip() : used ? FIRST : text();
    } catch (IOException e) {
      throw inaccessible(home, e);
    }
    if (!known.equals(text())) {
      String[] sides = known.split(" ", 2);
      throw new LockstepException(
          Category.CONFIGURATION,
          "%s holds a migration from %s".formatted(home.root(), known.replace(" ", " to ")),
          "Say %s %s to go on with it, choose another directory with --data DIR, or remove this one to begin anew."
              .formatted(option("--from", sides[0]), option("--to", sides[sides.length - 1])));
    }
  }

  private static String option(String name, String mark) {
    return mark.contains("://")
        ? name + "-url " + mark.replace("://", "://user:password@") + "/"
        : name + " " + mark;
  }

  /** Notes in a data directory what its databases are. */
  public void note(DataHome home) {
    try {
      Files.writeString(home.pair(), text() + "\n");
    } catch (IOException e) {
      throw inaccessible(home, e);
    }
  }

  private static LockstepException inaccessible(DataHome home, IOException e) {
    return new LockstepException(
        Category.EXTERNAL,
        "Cannot read or write in " + home.root() + ": " + e.getMessage(),
        "Check the space and the rights there.",
        e);
  }

  private String text() {
    return source.mark() + " " + target.mark();
  }
}
