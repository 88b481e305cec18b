package dev.lockstep.launcher.fight.world;

import java.io.IOException;

/** One process that runs, or ran. */
interface Running {

  long pid();

  boolean isAlive();

  /** Ends it by SIGKILL. */
  void kill();

  /** Stops it as its operator would. */
  void stop();

  /** Its last words, for when it ended by itself. */
  String lastWords();

  /** It is there and does nothing, until continued. */
  default void suspend() throws IOException, InterruptedException {
    signal("STOP");
  }

  default void proceed() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** How a part starts; returns when it is on its way. */
  @FunctionalInterface
  interface Starter {
    Running start() throws IOException;
  }
}
