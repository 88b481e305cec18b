package dev.lockstep.launcher.place;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a data directory remembers of its schemas at servers of the user's: the tag in their names,
 * drawn once, and how far it has got with them. Replaced as a whole at each step, so that a crash
 * leaves the step before or the step after.
 */
final class Memory {

  /** What is there; each follows from the one before it. */
  enum State {
    /** A name has been drawn, and nothing been made. */
    NAMED,
    /** The schemas may be there, and are this directory's if they are. */
    MAKING,
    /** They are there. */
    MADE,
    /** They were, and have been dropped. */
    DROPPED
  }

  private static final Pattern FORM = Pattern.compile("([0-9a-f]{8}) ([a-z]+)");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final String tag;
  private State state;

  private Memory(Path file, String tag, State state) {
    this.file = file;
    this.tag = tag;
    this.state = state;
  }

  static Memory of(Path file) {
    if (!Files.exists(file)) {
      byte[] tag = new byte[4];
      RANDOM.nextBytes(tag);
      Memory fresh = new Memory(file, HexFormat.of().formatHex(tag), State.NAMED);
      fresh.become(State.NAMED);
      return fresh;
    }
    try {
      Matcher kept = FORM.matcher(Files.readString(file).strip());
      if (kept.matches()) {
        return new Memory(
            file, kept.group(1), State.valueOf(kept.group(2).toUpperCase(Locale.ROOT)));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
    throw unreadable(file, new IOException("it does not hold what was written there"));
  }

  private static LockstepException unreadable(Path file, Exception cause) {
    return new LockstepException(
        Category.EXTERNAL,
        "What is in %s cannot be read: %s".formatted(file, LockstepException.messageOf(cause)),
        "It names the schemas of this data directory at your servers, lockstep_... there. Put it"
            + " back, or remove those schemas and the directory to begin anew.",
        cause);
  }

  Schemas schemas() {
    return Schemas.tagged(tag);
  }

  State state() {
    return state;
  }

  void become(State next) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    String text = tag + " " + next.name().toLowerCase(Locale.ROOT) + "\n";
    try {
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LockstepException(
          Category.EXTERNAL,
          "Cannot write " + file + ": " + LockstepException.messageOf(e),
          "Check the space and the rights there.",
          e);
    }
    state = next;
  }
}
