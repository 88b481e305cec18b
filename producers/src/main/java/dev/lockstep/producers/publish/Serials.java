package dev.lockstep.producers.publish;

/** Numbers everything that one capture writes, over restarts. */
final class Serials {

  private long last;

  Serials(long last) {
    this.last = last;
  }

  long next() {
    return ++last;
  }

  long last() {
    return last;
  }
}
