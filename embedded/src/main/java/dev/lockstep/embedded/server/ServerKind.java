package dev.lockstep.embedded.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** What one kind of server has of its own: its program, options and SQL for accounts. */
public interface ServerKind {

  /** As people call it. */
  String name();

  /** Name of the program in its command line; the server's own files are named after it. */
  String program();

  /** What to install when it does not run here, as the end of a sentence. */
  String toInstall();

  /** The program and the options with which it prepares a data directory and runs on it alike. */
  List<String> command();

  /** Makes the system tables in this directory and ends. */
  List<String> preparing(Path data);

  /** What the server reads while it prepares. */
  default void writeSystemTables(OutputStream in) throws IOException {}

  /** Runs on a prepared directory; beside what {@link SharedOptions} says to every kind. */
  List<String> running(DataDirectory directory);

  /**
   * Statements that make the accounts {@link LocalServer#USER} and {@link LocalServer#ADMIN}, of
   * one line each, as an init file wants them. None may reach the binary log.
   */
  List<String> accounts(Access access, Passwords passwords);
}
