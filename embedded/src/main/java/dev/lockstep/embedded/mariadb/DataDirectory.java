package dev.lockstep.embedded.mariadb;

import dev.lockstep.embedded.DiskSpace;
import dev.lockstep.embedded.EmbeddedServerException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The files of one server: {@code data/}, its log, its pid file, its start-up statements.
 *
 * <p>The system tables are made by the server itself in {@code --bootstrap} mode, in a directory
 * that is renamed to {@code data} when complete: a crash in between leaves nothing that a later
 * start would take for a database.
 */
final class DataDirectory {

  private static final long BOOTSTRAP_LIMIT_SECONDS = 120;
  static final long FREE_BYTES_NEEDED = 300L << 20;

  private final Path home;

  DataDirectory(Path home) {
    this.home = home;
  }

  Path data() {
    return home.resolve("data");
  }

  Path log() {
    return home.resolve("mariadbd.log");
  }

  Path pidFile() {
    return home.resolve("mariadbd.pid");
  }

  Path initFile() {
    return home.resolve("start.sql");
  }

  /** The only place from which the server reads files and to which it writes them. */
  Path files() {
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
  void prepare(ServerFiles files, List<String> options) {
    if (Files.isDirectory(data().resolve("mysql"))) {
      return;
    }
    try {
      DiskSpace.require(home, FREE_BYTES_NEEDED);
      Path fresh = home.resolve("data.new");
      delete(fresh);
      Files.createDirectories(fresh);
      bootstrap(files, options, fresh);
      delete(data());
      Files.move(fresh, data());
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  private void bootstrap(ServerFiles files, List<String> options, Path fresh) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(files.program().toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "--bootstrap",
            "--datadir=" + fresh,
            "--tmpdir=" + fresh,
            "--skip-log-bin",
            "--log-warnings=0",
            "--enforce-storage-engine=",
            "--max-allowed-packet=8M",
            "--innodb-flush-log-at-trx-commit=0"));
    Files.deleteIfExists(log());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write("create database mysql;\nuse mysql;\n".getBytes(StandardCharsets.UTF_8));
      // Without this the scripts make root accounts that need no password.
      in.write("SET @auth_root_socket='root';\n".getBytes(StandardCharsets.UTF_8));
      for (Path script : files.scripts()) {
        Files.copy(script, in);
        in.write('\n');
      }
    } catch (IOException e) {
      // The server ended before it had read everything: its log says why.
      throw failure(process);
    }
    await(process);
  }

  private void await(Process process) throws IOException {
    try {
      if (!process.waitFor(BOOTSTRAP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      if (process.waitFor() != 0) {
        throw failure(process);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException(
          "Interrupted while MariaDB was being prepared", "Start again.", e);
    }
  }

  private EmbeddedServerException failure(Process process) {
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StartFailure.from(logTail(), home, 0);
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

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
