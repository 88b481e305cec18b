package dev.lockstep.embedded.mysql;

import dev.lockstep.embedded.DiskSpace;
import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.mysql.MySqlSearch.Found;
import dev.lockstep.embedded.mysql.MySqlSearch.NotFound;
import dev.lockstep.embedded.program.CacheLock;
import dev.lockstep.embedded.program.FileTree;
import dev.lockstep.embedded.program.ProgramCache;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debian's MySQL server, unpacked into the cache of this user and run from there.
 *
 * <p>One process at a time fetches it, under a lock; the others take what it made. It is made
 * beside and renamed when it has run once, so that a crash leaves nothing that would be used: what
 * is left of it goes with the next attempt. An attempt that failed is not repeated by this process.
 */
final class DebianMySql {

  private static final Logger LOG = LoggerFactory.getLogger(DebianMySql.class);
  private static final String PACKAGE = "mysql-server-core";
  private static final String KEPT = "mysql-";
  private static final long FREE_BYTES_NEEDED = 700L << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static @Nullable NotFound failure;

  private DebianMySql() {}

  static synchronized MySqlSearch find(Path cache) {
    try {
      Optional<MySqlProgram> kept = kept(cache);
      if (kept.isPresent()) {
        return new Found(kept.get());
      }
      if (failure == null) {
        return new Found(fetchAlone(cache));
      }
    } catch (InterruptedIOException e) {
      return new NotFound("Debian's was not unpacked: " + e.getMessage());
    } catch (FileSystemException e) {
      failure =
          new NotFound(
              "Debian's cannot be unpacked, for there is no access to "
                  + e.getMessage()
                  + " ("
                  + ProgramCache.VARIABLE
                  + " names another directory)");
    } catch (IOException e) {
      failure = new NotFound("Debian's cannot be unpacked: " + e.getMessage());
    } catch (EmbeddedServerException e) {
      failure = new NotFound("Debian's cannot be unpacked: " + e.getMessage() + ". " + e.remedy());
    }
    return failure;
  }

  /** The newest that runs; usually there is one. */
  private static Optional<MySqlProgram> kept(Path cache) throws IOException {
    if (!Files.isDirectory(cache)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(KEPT))
          .sorted(Comparator.reverseOrder())
          .flatMap(home -> runnable(home).stream())
          .findFirst();
    }
  }

  private static Optional<MySqlProgram> runnable(Path home) {
    try {
      return Optional.of(MySqlProgram.unpacked(home));
    } catch (IOException e) {
      LOG.warn("Passing over the MySQL server in {}: {}", home, e.getMessage());
      return Optional.empty();
    }
  }

  private static MySqlProgram fetchAlone(Path cache) throws IOException {
    try (CacheLock alone = CacheLock.acquire(cache.resolve("mysql.lock"), PATIENCE)) {
      LOG.trace("Alone by {}", alone);
      // Whoever held it before us has made it.
      Optional<MySqlProgram> kept = kept(cache);
      return kept.isPresent() ? kept.get() : fetch(cache);
    }
  }

  private static MySqlProgram fetch(Path cache) throws IOException {
    Path work = cache.resolve("mysql.unpacking");
    FileTree.delete(work);
    try {
      DiskSpace.require(cache, FREE_BYTES_NEEDED);
      Path tree = Files.createDirectories(work.resolve("tree"));
      unpack(download(work.resolve("apt")), tree);
      String version = MySqlProgram.unpacked(tree).version();
      Path home = cache.resolve(KEPT + version);
      // One that lies there does not run.
      FileTree.delete(home);
      ProgramCache.adopt(tree, home);
      LOG.info("MySQL {} is kept in {}", version, home);
      return MySqlProgram.unpacked(home);
    } finally {
      FileTree.delete(work);
    }
  }

  private static List<Path> download(Path directory) throws IOException {
    DebianSources sources = DebianSources.read(Path.of("/etc"));
    if (sources.isEmpty()) {
      throw new IOException("apt knows no source of Debian's packages");
    }
    LOG.info("Looking for {} where this machine gets its packages; once for each user", PACKAGE);
    Apt apt = Apt.in(directory, sources);
    String said = apt.update();
    LOG.info("Downloading {} and what it needs, 60 MB", PACKAGE);
    try {
      return apt.download(PACKAGE);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "; before: " + Apt.problems(said), e);
    }
  }

  private static void unpack(List<Path> archives, Path tree) throws IOException {
    LOG.info("Unpacking {} packages, 270 MB; nothing is installed", archives.size());
    for (Path archive : archives) {
      if (!isForScriptsOnly(archive)) {
        Apt.unpack(archive, tree);
      }
    }
  }

  /** A fifth of all; the server itself runs without. */
  private static boolean isForScriptsOnly(Path archive) {
    String name = archive.getFileName().toString();
    return name.startsWith("perl") || name.startsWith("libperl");
  }
}
