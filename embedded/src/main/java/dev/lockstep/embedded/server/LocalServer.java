package dev.lockstep.embedded.server;

import dev.lockstep.embedded.Ports;
import java.nio.file.Path;

/**
 * A database server as a child process, reachable on loopback only.
 *
 * <p>Data stays in its directory: a later start goes on with it. Closing shuts the server down
 * cleanly; {@link #kill()} ends it by SIGKILL as a fault would. When this process itself is killed
 * the server outlives it and the next start on the directory ends it first (see {@link PidFile}).
 * Two accounts can log in over the network, with the {@link Passwords} of the directory: {@link
 * #USER} with what Lockstep asks of a real server, and {@link #ADMIN} with everything but files.
 * Thread-safe.
 */
public abstract class LocalServer implements EmbeddedServer {

  public static final String USER = "lockstep";
  public static final String ADMIN = "admin";

  private final ServerProcess process;

  protected LocalServer(ServerProcess process) {
    this.process = process;
  }

  @Override
  public String host() {
    return Ports.LOOPBACK;
  }

  @Override
  public int port() {
    return process.port();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String user() {
    return USER;
  }

  @Override
  public String password() {
    return process.passwords().user();
  }

  @Override
  public String adminUser() {
    return ADMIN;
  }

  @Override
  public String adminPassword() {
    return process.passwords().admin();
  }

  @Override
  public Path adminPasswordFile() {
    return Passwords.adminFile(process.settings().dataDir());
  }

  @Override
  public boolean isRunning() {
    return process.isRunning();
  }

  @Override
  public String logTail() {
    return process.logTail();
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.stop();
  }
}
