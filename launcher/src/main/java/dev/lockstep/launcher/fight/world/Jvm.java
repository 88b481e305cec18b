package dev.lockstep.launcher.fight.world;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command itself in a process of its own, on the class path of this one. */
final class Jvm implements Running {

  private static final String MAIN = "dev.lockstep.launcher.cli.Lockstep";
  private static final Duration STOP_WITHIN = Duration.ofSeconds(60);
  private static final int LAST_LINES = 12;

  private final Process process;
  private final Path log;

  private Jvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param home where its log and its archive of classes go
   * @param arguments its command line; the first names it
   */
  static Jvm start(Path home, Path clock, List<String> arguments) throws IOException {
    String name = arguments.getFirst();
    Path logs = Files.createDirectories(home.resolve("logs"));
    Path log = logs.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + memory(name));
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1"));
    command.add("-XX:+AutoCreateSharedArchive");
    command.add("-XX:SharedArchiveFile=" + home.resolve(name + ".jsa"));
    command.addAll(List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-Xlog:aot=off"));
    command.add("-Djava.awt.headless=true");
    if (Runtime.version().feature() >= 24) {
      command.addAll(
          List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("LOCKSTEP_FIGHT_CLOCK", clock.toString());
    return new Jvm(builder.start(), log);
  }

  private static String memory(String name) {
    return switch (name) {
      case "broker", "streams", "producers" -> "640m";
      default -> "384m";
    };
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String lastWords() {
    try {
      List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
      String end =
          String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
      return "exit code " + process.exitValue() + "; the end of " + log + ":\n" + end;
    } catch (IOException e) {
      return "exit code " + process.exitValue() + "; " + log + " cannot be read: " + e.getMessage();
    }
  }
}
