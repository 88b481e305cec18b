package dev.lockstep.launcher.fight.world;

import dev.lockstep.embedded.Ports;
import dev.lockstep.embedded.mariadb.EmbeddedMariaDb;
import dev.lockstep.embedded.server.Access;
import dev.lockstep.embedded.server.Passwords;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.fight.load.Sides;
import dev.lockstep.launcher.fight.load.TableSpec;
import dev.lockstep.launcher.fight.plan.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Directories, ports and configuration of one fight, and how each part starts there. */
public final class Place {

  private final Path home;
  private final int kafka = Ports.free();
  private final int registry = Ports.free();
  private final int source = Ports.free();
  private final int target = Ports.free();
  private final int page = Ports.free();
  private final Path file;
  private final LockstepConfig config;

  private Place(Path home) {
    this.home = home;
    this.file = home.resolve("lockstep.yaml");
    this.config = ConfigLoader.parse(yaml(), Map.of());
  }

  /** Prepares a directory that is the fight's alone. */
  public static Place in(Path home) throws IOException {
    Place place = new Place(Files.createDirectories(home));
    Files.writeString(place.file, place.yaml());
    return place;
  }

  private String yaml() {
    return """
        kafka:
          bootstrap.servers: %1$s:%2$d
        registry:
          url: http://%1$s:%3$d
        endpoints:
          old: {type: mariadb, host: %1$s, port: %4$d, username: %6$s, password: "%7$s"}
          new: {type: mariadb, host: %1$s, port: %5$d, username: %6$s, password: "%11$s"}
        flows:
          fight:
            source: old
            target: new
            tables:
              include: ["%8$s.%%"]
        streams:
          state-directory: '%9$s'
        alerts:
          silence: 40s
        console:
          port: %10$d
        """
        .formatted(
            Ports.LOOPBACK,
            kafka,
            registry,
            source,
            target,
            EmbeddedMariaDb.USER,
            reference(Part.SOURCE),
            TableSpec.SCHEMA,
            state().toString().replace("'", "''"),
            page,
            reference(Part.TARGET));
  }

  private Path server(Part part) {
    return home.resolve(part.word());
  }

  private String reference(Part part) {
    Passwords.of(server(part));
    return "${file:" + Passwords.userFile(server(part)) + "}";
  }

  public LockstepConfig config() {
    return config;
  }

  /** Where the topology keeps its state. */
  Path state() {
    return home.resolve("streams");
  }

  public int pagePort() {
    return page;
  }

  /** Both databases with every right. */
  public Sides sides() {
    return new Sides(login(Part.SOURCE, source), login(Part.TARGET, target));
  }

  private Login login(Part part, int port) {
    return new Login(
        EndpointType.MARIADB,
        Ports.LOOPBACK,
        port,
        EmbeddedMariaDb.ADMIN,
        Passwords.of(server(part)).admin());
  }

  /** What a program reads its clock's offset from. */
  Path clock(Part part) {
    return home.resolve(part.word() + ".clock");
  }

  /** Removes what the servers and the topology have kept; the record and the logs stay. */
  public void discard() throws IOException {
    Oblivion oblivion = new Oblivion(config);
    for (String kept : List.of("kafka", "source", "target", "streams")) {
      oblivion.forgetLocally(home.resolve(kept));
    }
  }

  Running start(Part part) throws IOException {
    return switch (part) {
      case BROKER ->
          jvm(
              part,
              "broker",
              "--port",
              Integer.toString(kafka),
              "--data",
              home.resolve("kafka").toString());
      case REGISTRY ->
          jvm(
              part,
              "registry",
              "--kafka",
              Ports.LOOPBACK + ":" + kafka,
              "--port",
              Integer.toString(registry));
      case SOURCE -> database("source", 1, source, Access.READ);
      case TARGET -> database("target", 2, target, Access.READ_WRITE);
      case PRODUCERS, STREAMS, SINK, ALERTS, CONSOLE ->
          jvm(part, part.word(), "-c", file.toString());
    };
  }

  private Running jvm(Part part, String... arguments) throws IOException {
    return Jvm.start(home, clock(part), List.of(arguments));
  }

  private Running database(String name, int serverId, int port, Access access) {
    Settings settings = Settings.of(home.resolve(name), serverId).withPort(port).withAccess(access);
    return new Database(EmbeddedMariaDb.start(settings));
  }
}
