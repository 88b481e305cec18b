package dev.lockstep.launcher.cli;

/** What the command tells its caller. */
final class ExitCode {

  static final int OK = 0;
  static final int DATA_WRONG = 1;
  static final int WRONG_USE = 2;
  static final int COULD_NOT = 3;

  private ExitCode() {}
}
