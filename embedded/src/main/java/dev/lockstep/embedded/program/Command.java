package dev.lockstep.embedded.program;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that runs to its end, within a limit. While it runs, the log is told now and then what
 * it said last, so that nobody has to guess whether it still gets on.
 */
public record Command(List<String> words, Duration limit) {

  private static final Logger LOG = LoggerFactory.getLogger(Command.class);
  private static final Duration TELL_EVERY = Duration.ofSeconds(10);

  /** How it ended, and all that it said. */
  public record Ended(int status, String output) {

    public boolean isSuccess() {
      return status == 0;
    }
  }

  public Command {
    words = List.copyOf(words);
  }

  /**
   * Runs it without any input.
   *
   * @throws IOException when it cannot be started, or is not through within the limit
   */
  public Ended run() throws IOException {
    Path output = Files.createTempFile("lockstep-", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
      // What is read out of the output is worded in English.
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      process.getOutputStream().close();
      return new Ended(await(process, output), read(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private int await(Process process, Path output) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (!process.waitFor(untilTold(deadline), TimeUnit.NANOSECONDS)) {
        String last = read(output).strip().lines().reduce("", (before, line) -> line);
        if (System.nanoTime() > deadline) {
          throw new IOException(
              words.getFirst() + " did not end within " + limit.toSeconds() + " s; last: " + last);
        }
        LOG.info("{} still runs: {}", Path.of(words.getFirst()).getFileName(), last);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + words.getFirst() + " ran");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static long untilTold(long deadline) {
    return Math.min(TELL_EVERY.toNanos(), Math.max(0, deadline - System.nanoTime()) + 1);
  }

  private static String read(Path output) throws IOException {
    return Files.readString(output, StandardCharsets.ISO_8859_1);
  }
}
