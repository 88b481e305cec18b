package dev.lockstep.launcher.demo.inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The injector as a child process with a connection of its own. It ends by itself when its plan is
 * done, and also when this process dies, for it watches the pipe between them.
 */
public final class InjectorProcess implements AutoCloseable {

  private final Process process;
  private final Path log;

  private InjectorProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts the same Java on the same class path, small. */
  public static InjectorProcess start(InjectorSettings settings) throws IOException {
    Files.createDirectories(settings.directory());
    Path log = settings.directory().resolve(settings.run() + ".injector.log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    InjectorMain.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    byte[] line =
        (InjectorWire.write(new ObjectMapper(), settings) + "\n").getBytes(StandardCharsets.UTF_8);
    process.getOutputStream().write(line);
    process.getOutputStream().flush();
    return new InjectorProcess(process, log);
  }

  /** Waits until its plan is done; empty when all is well, else what is known of the failure. */
  public Optional<String> awaitEnd(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.of("The injector was not done " + patience.toSeconds() + " s after its time");
    }
    return process.exitValue() == 0 ? Optional.empty() : Optional.of(lastWords());
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** Ends the pipe between the two, as the end of this process would. */
  void hangUp() throws IOException {
    process.getOutputStream().close();
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return lines.isEmpty()
          ? "The injector ended with exit code " + process.exitValue()
          : lines.getLast();
    } catch (IOException e) {
      return "The injector ended with exit code " + process.exitValue();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
