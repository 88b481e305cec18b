package dev.lockstep.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Watches the memory of this process and all its descendants: the sum of their proportional set
 * sizes, in which a page that several share counts once. Only Linux tells it.
 */
public final class ProcessTree implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final ScheduledExecutorService sampler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lockstep-memory").factory());
  private final AtomicLong peakBytes = new AtomicLong(-1);

  /** Starts sampling. */
  public static ProcessTree watch() {
    ProcessTree tree = new ProcessTree();
    tree.sampler.scheduleWithFixedDelay(
        tree::sample, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return tree;
  }

  private void sample() {
    OptionalLong now = proportionalBytes();
    now.ifPresent(bytes -> peakBytes.accumulateAndGet(bytes, Math::max));
  }

  /** The largest sum seen, in megabytes of 1,048,576 bytes; empty where it cannot be told. */
  public OptionalLong peakMegabytes() {
    sample();
    long peak = peakBytes.get();
    return peak < 0 ? OptionalLong.empty() : OptionalLong.of(peak >> 20);
  }

  static OptionalLong proportionalBytes() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
        .flatMapToLong(process -> proportionalBytes(process.pid()))
        .reduce(Long::sum);
  }

  /** Nothing for a process that has ended meanwhile. */
  private static LongStream proportionalBytes(long pid) {
    Path rollup = Path.of("/proc", Long.toString(pid), "smaps_rollup");
    try (Stream<String> lines = Files.lines(rollup)) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .boxed()
          .toList()
          .stream()
          .mapToLong(Long::longValue);
    } catch (IOException | UncheckedIOException e) {
      return LongStream.empty();
    }
  }

  @Override
  public void close() {
    sampler.shutdownNow();
  }
}
