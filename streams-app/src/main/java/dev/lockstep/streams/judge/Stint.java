package dev.lockstep.streams.judge;

/**
 * What may be done in one go, so that a marker that covers millions of rows keeps nobody waiting:
 * the task commits in between, says that it is alive, and takes in what comes.
 */
final class Stint {

  private int left;

  Stint(int steps) {
    this.left = steps;
  }

  /** One step is done; whether another may be. */
  boolean step() {
    left--;
    return left > 0;
  }

  boolean isOver() {
    return left <= 0;
  }
}
