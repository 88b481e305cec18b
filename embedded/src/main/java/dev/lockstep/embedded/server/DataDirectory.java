package dev.lockstep.embedded.server;

import dev.lockstep.embedded.DiskSpace;
import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.program.FileTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The files of one server: {@code data/}, its log, its pid file, its start-up statements.
 *
 * <p>The system tables are made by the server itself, in a directory that is renamed to {@code
 * data} when complete: a crash in between leaves nothing that a later start would take for a
 * database.
 */
public final class DataDirectory {

  private static final long PREPARING_LIMIT_SECONDS = 120;
  private static final String READY = "ready for connections";
  static final long FREE_BYTES_NEEDED = 300L << 20;

  private final Path home;
  private final ServerKind kind;

  DataDirectory(Path home, ServerKind kind) {
    this.home = home;
    this.kind = kind;
  }

  Path data() {
    return home.resolve("data");
  }

  Path log() {
    return log(home, kind);
  }

  static Path log(Path home, ServerKind kind) {
    return home.resolve(kind.program() + ".log");
  }

  Path pidFile() {
    return home.resolve(kind.program() + ".pid");
  }

  Path socket() {
    return data().resolve(kind.program() + ".sock");
  }

  Path initFile() {
    return home.resolve("start.sql");
  }

  /** Where a server may read and write files when it is let, and nowhere else. */
  public Path files() {
    return home.resolve("files");
  }

  /** Also makes what an earlier version left more open as closed as it should be. */
  void create() {
    try {
      Files.createDirectories(home);
      if (Files.isWritable(home)) {
        ownerOnly(home);
        Files.createDirectories(files());
        ownerOnly(files());
      }
    } catch (IOException e) {
      throw notWritable(e);
    }
    if (!Files.isWritable(home)) {
      throw notWritable(new FileSystemException(home.toString(), null, "no permission to write"));
    }
  }

  /** The socket lies in here as well, and the server lets anybody use it who reaches it. */
  private static void ownerOnly(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
  }

  /** Makes the system tables where there are none. */
  void prepare() {
    if (Files.isDirectory(data().resolve("mysql"))) {
      return;
    }
    try {
      DiskSpace.require(home, FREE_BYTES_NEEDED);
      Path fresh = home.resolve("data.new");
      FileTree.delete(fresh);
      Files.createDirectories(fresh);
      makeSystemTables(fresh);
      FileTree.delete(data());
      Files.move(fresh, data());
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  private void makeSystemTables(Path fresh) throws IOException {
    List<String> command = new ArrayList<>(kind.command());
    command.addAll(kind.preparing(fresh));
    Files.deleteIfExists(log());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    try (OutputStream in = process.getOutputStream()) {
      kind.writeSystemTables(in);
    } catch (IOException e) {
      // The server ended before it had read everything: its log says why.
      throw failure(process);
    }
    await(process);
  }

  private void await(Process process) throws IOException {
    try {
      if (!process.waitFor(PREPARING_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      if (process.waitFor() != 0) {
        throw failure(process);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException(
          "Interrupted while " + kind.name() + " was being prepared", "Start again.", e);
    }
  }

  private EmbeddedServerException failure(Process process) {
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StartFailure.from(kind, logTail(), home, 0);
  }

  /**
   * A lock beside the socket outlives a server that was killed, and keeps the next one from
   * starting when another program has got the pid in it. Nobody runs here any more by now.
   */
  void forgetSocket() throws IOException {
    Files.deleteIfExists(socket());
    Files.deleteIfExists(socket().resolveSibling(socket().getFileName() + ".lock"));
  }

  /** Whether this run has come so far that it takes connections. */
  boolean saysReady() {
    return logTail().contains(READY);
  }

  /** The end of the server's log, for the message of a failure. */
  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  private EmbeddedServerException notWritable(IOException cause) {
    return new EmbeddedServerException(
        "Cannot use the data directory " + home + ": " + cause.getMessage(),
        "Choose a directory that this user may write to, with at least 300 MB of free space.",
        cause);
  }
}
