package dev.lockstep.launcher.fight.world;

import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;

/** A MariaDB server, which is a process of its own by itself. */
record Database(EmbeddedMariaDb server) implements Running {

  @Override
  public long pid() {
    return server.pid();
  }

  @Override
  public boolean isAlive() {
    return server.isRunning();
  }

  @Override
  public void kill() {
    server.kill();
  }

  @Override
  public void stop() {
    server.close();
  }

  @Override
  public String lastWords() {
    return server.logTail();
  }
}
