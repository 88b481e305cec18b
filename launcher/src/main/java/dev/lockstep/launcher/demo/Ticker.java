package dev.lockstep.launcher.demo;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;

/** Calls somebody each second with the seconds since it was started. */
final class Ticker implements AutoCloseable {

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lockstep-demo-ticker").factory());

  static Ticker everySecond(DoubleConsumer listener) {
    Ticker ticker = new Ticker();
    long start = System.nanoTime();
    var unused =
        ticker.timer.scheduleAtFixedRate(
            () -> listener.accept((System.nanoTime() - start) / 1e9), 1, 1, TimeUnit.SECONDS);
    return ticker;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
