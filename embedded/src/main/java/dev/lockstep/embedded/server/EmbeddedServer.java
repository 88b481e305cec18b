package dev.lockstep.embedded.server;

import java.nio.file.Path;

/** A database server that is ours to end and to start again, as a child process. */
public interface EmbeddedServer extends DatabaseServer {

  /** The server's process id; it changes with every start. */
  long pid();

  boolean isRunning();

  /** The end of the server's own log. */
  String logTail();

  /** Where the password of {@link #adminUser()} stands, for whoever is asked for it. */
  Path adminPasswordFile();

  /** Ends the server by SIGKILL, as a fault would; the data directory can be started again. */
  void kill();

  /** A server on the same data, port and settings; this one is closed when it still runs. */
  EmbeddedServer restart();
}
