package dev.lockstep.testing.mysql;

import dev.lockstep.embedded.mysql.MySqlAccounts;
import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.LocalServer;
import dev.lockstep.embedded.server.Passwords;
import dev.lockstep.embedded.server.Settings;
import dev.lockstep.testing.Docker;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** MySQL's own image, where a container engine has it. */
final class ContainerMySql implements MySqlPlace {

  private static final DockerImageName IMAGE =
      DockerImageName.parse(System.getProperty("lockstep.test.mysql-image", "mysql:8.4"));
  private static final int PORT = 3306;

  /** While it prepares its data it says the same with port 0. */
  private static final String READY = ".*mysqld: ready for connections.*port: " + PORT + ".*";

  @Override
  public String name() {
    return "a container of " + IMAGE.asCanonicalNameString();
  }

  @Override
  public Optional<String> lacking() {
    return Docker.lacking(IMAGE);
  }

  @Override
  @SuppressWarnings("resource") // Whoever asked for the server closes it.
  public DatabaseServer start(Settings settings) {
    Passwords passwords = Passwords.of(settings.dataDir());
    String accounts =
        String.join("\n", MySqlAccounts.statements(settings.access(), passwords)) + "\n";
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withExposedPorts(PORT)
            .withEnv("MYSQL_ROOT_PASSWORD", passwords.admin())
            .withEnv("MYSQL_ROOT_HOST", "localhost")
            .withCopyToContainer(
                Transferable.of(accounts), "/docker-entrypoint-initdb.d/accounts.sql")
            .withCommand(
                "--server-id=" + settings.serverId(),
                "--log-bin=binlog",
                "--binlog-row-image=FULL",
                "--binlog-row-metadata=FULL",
                "--gtid-mode=ON",
                "--enforce-gtid-consistency=ON",
                "--default-time-zone=+00:00",
                "--max-allowed-packet=64M")
            .waitingFor(Wait.forLogMessage(READY, 1));
    container.start();
    return new ReachedMySql(
        container.getHost(),
        container.getMappedPort(PORT),
        LocalServer.USER,
        passwords.user(),
        LocalServer.ADMIN,
        passwords.admin(),
        container::stop);
  }
}
