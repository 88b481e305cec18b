package dev.lockstep.embedded.server;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a server on its data directory: started, awaited, and ended.
 *
 * <p>At most one runs on a directory; one that a dead process left there is ended first. Its log
 * begins anew with each run, so what it says there is said of this run. Thread-safe.
 */
public final class ServerProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int ATTEMPTS_ON_FREE_PORTS = 5;

  private final ServerKind kind;
  private final Settings settings;
  private final DataDirectory directory;
  private final PidFile pidFile;
  private final Passwords passwords;
  private final Process process;

  private ServerProcess(
      ServerKind kind,
      Settings settings,
      DataDirectory directory,
      PidFile pidFile,
      Passwords passwords,
      Process process) {
    this.kind = kind;
    this.settings = settings;
    this.directory = directory;
    this.pidFile = pidFile;
    this.passwords = passwords;
    this.process = process;
  }

  /** Starts the server, on data made first where there is none, once it accepts connections. */
  public static ServerProcess start(ServerKind kind, Settings settings) {
    DataDirectory directory = new DataDirectory(settings.dataDir(), kind);
    directory.create();
    PidFile pidFile = new PidFile(directory.pidFile(), directory.data(), kind);
    pidFile.sweep();
    directory.prepare();
    if (settings.port() != 0) {
      Ports.requireFree(settings.port(), kind.name());
      return launch(kind, settings, directory, pidFile);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return launch(kind, settings.withPort(Ports.free()), directory, pidFile);
      } catch (EmbeddedServerException e) {
        if (!StartFailure.isPortTaken(e) || attempt == ATTEMPTS_ON_FREE_PORTS) {
          throw e;
        }
      }
    }
  }

  private static ServerProcess launch(
      ServerKind kind, Settings settings, DataDirectory directory, PidFile pidFile) {
    List<String> command = new ArrayList<>(kind.command());
    command.addAll(SharedOptions.running(settings, directory));
    command.addAll(kind.running(directory));
    command.addAll(settings.extraOptions());
    Passwords passwords = Passwords.of(settings.dataDir());
    List<String> accounts = kind.accounts(settings.access(), passwords);
    try {
      directory.forgetSocket();
      Passwords.write(directory.initFile(), String.join("\n", accounts) + "\n");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.log().toFile())
              .start();
      pidFile.write(process.toHandle());
      ServerProcess server =
          new ServerProcess(kind, settings, directory, pidFile, passwords, process);
      server.awaitReady();
      LOG.info(
          "{} {} on port {} in {}",
          kind.name(),
          process.pid(),
          settings.port(),
          settings.dataDir());
      return server;
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "Cannot run " + command.getFirst() + ": " + e.getMessage(),
          "Check that it is executable here and that " + settings.dataDir() + " can be written.",
          e);
    }
  }

  /**
   * The log is asked and not the port, on which a server of another pipeline may answer when it was
   * faster; and no driver is needed.
   */
  private void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!directory.saysReady()) {
      if (!process.isAlive()) {
        pidFile.remove();
        throw startFailure();
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw startFailure();
      }
      pause();
    }
  }

  private EmbeddedServerException startFailure() {
    return StartFailure.from(kind, directory.logTail(), settings.dataDir(), settings.port());
  }

  private void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException(
          "Interrupted while " + kind.name() + " was starting", "Start again.", e);
    }
  }

  /** What it runs with; the port is the one that was found free when any was asked for. */
  public Settings settings() {
    return settings;
  }

  int port() {
    return settings.port();
  }

  long pid() {
    return process.pid();
  }

  Passwords passwords() {
    return passwords;
  }

  boolean isRunning() {
    return process.isAlive();
  }

  String logTail() {
    return directory.logTail();
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
    pidFile.remove();
  }

  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn(
            "{} {} did not stop within {}; killing it", kind.name(), process.pid(), STOP_LIMIT);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    pidFile.remove();
  }
}
