package dev.lockstep.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** The command as a process of its own, as a user runs it, on the class path of the test. */
final class CommandLine implements AutoCloseable {

  /** What is left when it has ended. */
  record Ended(int exitCode, String out, String err) {}

  private final Process process;
  private final Path out;
  private final Path err;

  private CommandLine(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static CommandLine start(Path directory, String... arguments) {
    return startUnder(List.of(), directory, arguments);
  }

  /** Starts it by another command that becomes it, such as {@code setsid}. */
  static CommandLine startUnder(List<String> prefix, Path directory, String... arguments) {
    try {
      Files.createDirectories(directory);
      Path out = Files.createTempFile(directory, "lockstep-", ".out");
      Path err = Files.createTempFile(directory, "lockstep-", ".err");
      List<String> command = new ArrayList<>(prefix);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC"));
      if (!arguments[0].equals("up")) {
        command.add("-XX:TieredStopAtLevel=1");
      }
      if (Runtime.version().feature() >= 24) {
        command.addAll(
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
      }
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add("dev.lockstep.launcher.cli.Lockstep");
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new CommandLine(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end. */
  static Ended run(Path directory, Duration patience, String... arguments) throws Exception {
    try (CommandLine command = start(directory, arguments)) {
      return command.awaitEnd(patience);
    }
  }

  Ended awaitEnd(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(
          "Not done after " + patience + ". Its output:\n" + text(out) + text(err));
    }
    return new Ended(process.exitValue(), text(out), text(err));
  }

  /** Waits until it has said this, on either output; or has ended, which is then the failure. */
  void awaitWords(String words, Duration patience) {
    awaitWords(this::said, words, patience);
  }

  /** Waits until it has written this to a file that need not be there yet. */
  void awaitWordsIn(Path file, String words, Duration patience) {
    awaitWords(() -> Files.exists(file) ? text(file) : "", words, patience);
  }

  private void awaitWords(Supplier<String> said, String words, Duration patience) {
    Awaitility.await("'" + words + "'")
        .atMost(patience)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> said.get().contains(words) || !process.isAlive());
    if (!said.get().contains(words)) {
      throw new AssertionError("It ended without saying '" + words + "':\n" + said());
    }
  }

  long pid() {
    return process.pid();
  }

  String said() {
    return text(out) + text(err);
  }

  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** Ends the process, and nothing of what it started, by SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = children();
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
