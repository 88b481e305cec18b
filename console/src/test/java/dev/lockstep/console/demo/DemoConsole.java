package dev.lockstep.console.demo;

import dev.lockstep.console.ConsoleService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A console to look at while its page is worked on: {@code DemoConsole
 * [right|wrong|loading|refused|reread|behind|empty] [port] [seconds]}. The facts are made up;
 * broker, codec, view and page are the real ones.
 */
public final class DemoConsole {

  private DemoConsole() {}

  public static void main(String[] args) throws Exception {
    String story = args.length > 0 ? args[0] : "right";
    int port = args.length > 1 ? Integer.parseInt(args[1]) : 8090;
    Duration time = Duration.ofSeconds(args.length > 2 ? Long.parseLong(args[2]) : 600);
    Path directory = Files.createTempDirectory("lockstep-demo-console");
    try (FactBroker broker = FactBroker.start(directory)) {
      broker.makeTopics();
      DemoStory demo = new DemoStory(broker, story, 7);
      demo.past(Instant.now());
      try (ConsoleService console =
          ConsoleService.start(broker.config("127.0.0.1", port), clock())) {
        System.out.println("Console of story '" + story + "': " + console.url());
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
          demo.second(Instant.now());
          Thread.sleep(500);
        }
      }
    }
    System.exit(0);
  }

  private static Clock clock() {
    return Clock.systemUTC();
  }
}
