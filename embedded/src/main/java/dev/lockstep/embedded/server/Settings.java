package dev.lockstep.embedded.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How one server runs.
 *
 * @param dataDir directory of this server alone; created when missing, kept on close
 * @param port TCP port on loopback, 0 for any free one
 * @param serverId the id in the binary log; differs between servers of one pipeline
 * @param bufferPoolMegabytes InnoDB's cache, the larger part of the server's memory
 * @param extraOptions further options of the server, winning over ours
 */
public record Settings(
    Path dataDir,
    int port,
    int serverId,
    Access access,
    Durability durability,
    int bufferPoolMegabytes,
    List<String> extraOptions) {

  public Settings {
    if (serverId < 1) {
      throw new IllegalArgumentException("serverId must be positive: " + serverId);
    }
    dataDir = dataDir.toAbsolutePath().normalize();
    extraOptions = List.copyOf(extraOptions);
  }

  public Settings(Path dataDir, int port, int serverId, List<String> extraOptions) {
    this(dataDir, port, serverId, Access.READ_WRITE, Durability.PROCESS_CRASH, 64, extraOptions);
  }

  /** Any free port, nothing special. */
  public static Settings of(Path dataDir, int serverId) {
    return new Settings(dataDir, 0, serverId, List.of());
  }

  public Settings withPort(int newPort) {
    return new Settings(
        dataDir, newPort, serverId, access, durability, bufferPoolMegabytes, extraOptions);
  }

  public Settings withAccess(Access newAccess) {
    return new Settings(
        dataDir, port, serverId, newAccess, durability, bufferPoolMegabytes, extraOptions);
  }

  public Settings withDurability(Durability newDurability) {
    return new Settings(
        dataDir, port, serverId, access, newDurability, bufferPoolMegabytes, extraOptions);
  }

  public Settings withBufferPoolMegabytes(int megabytes) {
    return new Settings(dataDir, port, serverId, access, durability, megabytes, extraOptions);
  }

  public Settings withOption(String option) {
    List<String> options = new ArrayList<>(extraOptions);
    options.add(option);
    return new Settings(dataDir, port, serverId, access, durability, bufferPoolMegabytes, options);
  }
}
