package dev.lockstep.embedded.server;

import dev.lockstep.embedded.EmbeddedServerException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which server runs on a data directory and which process started it, so that a server
 * left behind by a killed process can be swept.
 *
 * <p>Pids are reused: a process is taken for ours only when its command line names the server's
 * program and this very data directory, and it is ended only when the process that started it is
 * gone (same pid <em>and</em> start time). Anything else is left alone.
 */
final class PidFile {

  private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Path file;
  private final Path data;
  private final ServerKind kind;

  PidFile(Path file, Path data, ServerKind kind) {
    this.file = file;
    this.data = data;
    this.kind = kind;
  }

  void write(ProcessHandle server) {
    Properties properties = new Properties();
    properties.setProperty("pid", Long.toString(server.pid()));
    properties.setProperty("owner", Long.toString(ProcessHandle.current().pid()));
    properties.setProperty("owner.started", startOf(ProcessHandle.current()));
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "Cannot write " + file + ": " + e.getMessage(), "Check the space and rights there.", e);
    }
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("Left {} behind; the next start finds no such process", file, e);
    }
  }

  /** Ends a server that a dead process left on this data directory; refuses one that is in use. */
  void sweep() {
    Properties properties = read();
    Optional<ProcessHandle> recorded =
        handle(properties.getProperty("pid")).filter(this::isServerOfThisDirectory);
    if (recorded.isPresent()) {
      sweep(recorded.get(), recordedOwner(properties));
    } else {
      // Killed between the server's start and the writing of the file, or the file was lost.
      ProcessHandle.allProcesses()
          .filter(this::isServerOfThisDirectory)
          .forEach(server -> sweep(server, server.parent().filter(PidFile::mayBeOurs)));
    }
    remove();
  }

  private void sweep(ProcessHandle server, Optional<ProcessHandle> owner) {
    if (owner.isPresent()) {
      throw new EmbeddedServerException(
          "Process " + owner.get().pid() + " already runs a " + kind.name() + " server on " + data,
          "Stop that process, or choose another data directory.");
    }
    LOG.info("Ending {} server {} left behind on {}", kind.name(), server.pid(), data);
    end(server);
  }

  private static Optional<ProcessHandle> recordedOwner(Properties properties) {
    return handle(properties.getProperty("owner"))
        .filter(it -> startOf(it).equals(properties.getProperty("owner.started")));
  }

  /** An orphan's parent is whoever takes in orphans, and that is no Java. */
  private static boolean mayBeOurs(ProcessHandle parent) {
    return commandLine(parent).split("\0", 2)[0].endsWith("java");
  }

  private static void end(ProcessHandle server) {
    server.destroy();
    try {
      server.onExit().orTimeout(GRACE.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
      server.destroyForcibly();
      server.onExit().join();
    }
  }

  private Properties read() {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        properties.load(in);
      } catch (IOException | IllegalArgumentException e) {
        LOG.warn("Ignoring the unreadable pid file {}: {}", file, e.getMessage());
      }
    }
    return properties;
  }

  private boolean isServerOfThisDirectory(ProcessHandle process) {
    String command = commandLine(process);
    return command.contains(kind.program()) && command.contains("--datadir=" + data + "\0");
  }

  /** Arguments separated and ended by NUL; what Java itself tells is cut at 4096 characters. */
  private static String commandLine(ProcessHandle process) {
    Path linux = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      if (Files.isReadable(linux)) {
        return new String(Files.readAllBytes(linux), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      return "";
    }
    ProcessHandle.Info info = process.info();
    return info.command().orElse("")
        + "\0"
        + String.join("\0", info.arguments().orElse(new String[0]))
        + "\0";
  }

  private static Optional<ProcessHandle> handle(String pid) {
    try {
      return pid == null ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
