package dev.lockstep.embedded.program;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The directory in which unpacked programs are kept, once for each user.
 *
 * <p>What is unpacked goes to a directory of its own which is then renamed: a crash leaves nothing
 * half-made that would be used.
 */
public final class ProgramCache {

  /** Names another directory. */
  public static final String VARIABLE = "LOCKSTEP_CACHE";

  private ProgramCache() {}

  public static Path directory() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg != null && !xdg.isBlank()
        ? Path.of(xdg, "lockstep")
        : Path.of(System.getProperty("user.home"), ".cache", "lockstep");
  }

  /** Makes {@code fresh} be {@code home} at once, unless another process was faster. */
  public static void adopt(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, home);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Its copy is as good as ours.
    }
  }
}
