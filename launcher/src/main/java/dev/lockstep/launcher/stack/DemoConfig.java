package dev.lockstep.launcher.stack;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.server.LocalServer;
import dev.lockstep.embedded.server.Passwords;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.demo.shop.Shop;
import java.nio.file.Path;
import java.util.Map;

/**
 * The configuration of the demo: text as a user would write it, read by what reads a user's. It is
 * also written to the data directory, to be looked at and to run the programs apart.
 */
final class DemoConfig {

  private DemoConfig() {}

  static LockstepConfig parse(String yaml) {
    // Nothing from the environment: a variable meant for another pipeline must not change the demo.
    return ConfigLoader.parse(yaml, Map.of());
  }

  static String yaml(DataHome home, Pair pair, PortPlan ports, int consolePort) {
    return """
        # The demo of `lockstep up`, written anew at each start.
        kafka:
          bootstrap.servers: %2$s:%3$d
        registry:
          url: http://%2$s:%4$d
        endpoints:
          shop_source:
            type: %16$s
            host: %2$s
            port: %5$d
            username: %7$s
            password: %8$s
          shop_target:
            type: %17$s
            host: %2$s
            port: %6$d
            username: %7$s
            password: %15$s
        flows:
          shop:
            source: shop_source
            target: shop_target
            tables:
              include: ["%9$s.%%"]
            columns:
              - {column: %9$s.%10$s.%11$s, ignore: true}
              - {column: %9$s.%12$s.%13$s, trim: true}
        streams:
          state-directory: %1$s
        console:
          port: %14$d
        """
        .formatted(
            quoted(home.streams().toString()),
            Ports.LOOPBACK,
            ports.kafka(),
            ports.registry(),
            ports.source(),
            ports.target(),
            LocalServer.USER,
            password(home.source()),
            Shop.SCHEMA,
            Shop.CUSTOMERS,
            Shop.IGNORED_COLUMN,
            Shop.ORDERS,
            Shop.TRIMMED_COLUMN,
            consolePort,
            password(home.target()),
            pair.source().label(),
            pair.target().label());
  }

  /** By reference: the file is nobody else's to read, this one may be shown around. */
  private static String password(Path server) {
    Passwords.of(server);
    return quoted("${file:" + Passwords.userFile(server) + "}");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
