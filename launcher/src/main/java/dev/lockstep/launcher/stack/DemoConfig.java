package dev.lockstep.launcher.stack;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.server.LocalServer;
import dev.lockstep.embedded.server.Passwords;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.SslMode;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.demo.shop.Shop;
import dev.lockstep.launcher.place.Schemas;
import dev.lockstep.launcher.place.ServerUrl;
import dev.lockstep.launcher.place.Side;
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

  static String yaml(DataHome home, Pair pair, PortPlan ports, Schemas schemas, int consolePort) {
    return """
        # The demo of `lockstep up`, written anew at each start.
        kafka:
          bootstrap.servers: %2$s:%3$d
        registry:
          url: http://%2$s:%4$d
        endpoints:
          shop_source:
        %5$s  shop_target:
        %6$sflows:
          shop:
            source: shop_source
            target: shop_target
            tables:
              include: ["%7$s.%%"]
            columns:
              - {column: %7$s.%8$s.%9$s, ignore: true}
              - {column: %7$s.%10$s.%11$s, trim: true}
        sink:
          progress-schema: %12$s
        streams:
          state-directory: %1$s
        console:
          port: %13$d
        """
        .formatted(
            quoted(home.streams().toString()),
            Ports.LOOPBACK,
            ports.kafka(),
            ports.registry(),
            endpoint(pair.source(), ports.source(), home.source(), home.password("source")),
            endpoint(pair.target(), ports.target(), home.target(), home.password("target")),
            schemas.shop(),
            Shop.CUSTOMERS,
            Shop.IGNORED_COLUMN,
            Shop.ORDERS,
            Shop.TRIMMED_COLUMN,
            schemas.progress(),
            consolePort);
  }

  private static String endpoint(Side side, int port, Path directory, Path passwordFile) {
    return switch (side) {
      case Side.Own own ->
          endpoint(
              own.type(),
              Ports.LOOPBACK,
              port,
              LocalServer.USER,
              ownPassword(directory),
              SslMode.PREFER);
      case Side.Given(ServerUrl url) -> {
        PrivateFile.write(passwordFile, url.password());
        yield endpoint(url.type(), url.host(), url.port(), url.user(), passwordFile, url.ssl());
      }
    };
  }

  private static Path ownPassword(Path directory) {
    Passwords.of(directory);
    return Passwords.userFile(directory);
  }

  /**
   * Passwords by reference: their files are nobody else's to read, this one may be shown around.
   */
  private static String endpoint(
      EndpointType type, String host, int port, String user, Path passwordFile, SslMode ssl) {
    return """
            type: %s
            host: %s
            port: %d
            username: %s
            password: %s
            ssl: %s
        """
        .formatted(
            type.label(),
            quoted(host),
            port,
            quoted(user.replace("${", "$${")),
            quoted("${file:" + passwordFile + "}"),
            ssl.label());
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
