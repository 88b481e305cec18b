package dev.lockstep.launcher.demo.inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;

/**
 * Entry of the injector's process. Its settings come as one line on standard input, so that no
 * password is in an argument list; when the input ends, whoever started it is gone, and so is the
 * injector.
 */
public final class InjectorMain {

  private InjectorMain() {}

  /** Takes no arguments. Exits with 0 when the plan is done, 3 when it could not be. */
  public static void main(String[] args) throws InterruptedException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      String line = input.readLine();
      if (line == null) {
        System.exit(3);
      }
      endWith(input);
      Injector.run(InjectorWire.read(new ObjectMapper(), line), InstantSource.system());
      System.exit(0);
    } catch (SQLException | IOException | IllegalStateException e) {
      System.err.println("The injector gave up: " + e.getMessage());
      System.exit(3);
    }
  }

  private static void endWith(BufferedReader input) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (input.read() >= 0) {
                  // Nothing more is expected; only the end matters.
                }
              } catch (IOException e) {
                // A broken input is an ended one.
              }
              Runtime.getRuntime().halt(3);
            },
            "lockstep-injector-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
