package dev.lockstep.embedded.server;

import java.util.ArrayList;
import java.util.List;

/**
 * The options that every kind of server takes alike: small, reachable on loopback only, captured
 * completely.
 */
public final class SharedOptions {

  private SharedOptions() {}

  /** For preparing a data directory as for running on it. */
  public static List<String> everywhere() {
    List<String> options = new ArrayList<>();
    // Only as the first of all options.
    options.add("--no-defaults");
    if ("root".equals(System.getProperty("user.name"))) {
      // The server refuses to run as root unless told by name.
      options.add("--user=root");
    }
    return options;
  }

  static List<String> running(Settings settings, DataDirectory directory) {
    List<String> options = new ArrayList<>();
    options.add("--datadir=" + directory.data());
    // A server that starts removes every temporary table in its tmpdir, also those of others.
    options.add("--tmpdir=" + directory.data());
    options.add("--bind-address=127.0.0.1");
    options.add("--port=" + settings.port());
    // Relative to the data directory: an absolute path may exceed what a socket's name can hold.
    options.add("--socket=" + directory.socket().getFileName());
    options.add("--skip-name-resolve");
    options.add("--init-file=" + directory.initFile());
    options.add("--server-id=" + settings.serverId());
    options.add("--log-bin=binlog");
    // Loose: MySQL is about to know no other format, and then not the option either.
    options.add("--loose-binlog-format=ROW");
    options.add("--binlog-row-image=FULL");
    options.add("--binlog-row-metadata=FULL");
    options.add("--max-binlog-size=128M");
    options.add("--binlog-expire-logs-seconds=172800");
    options.add("--character-set-server=utf8mb4");
    options.add("--default-time-zone=+00:00");
    options.add("--performance-schema=OFF");
    options.add("--innodb-buffer-pool-size=" + settings.bufferPoolMegabytes() + "M");
    options.add("--innodb-log-buffer-size=4M");
    options.add("--innodb-buffer-pool-dump-at-shutdown=OFF");
    options.add("--innodb-fast-shutdown=1");
    options.add("--table-open-cache=400");
    options.add("--max-connections=150");
    options.add("--max-allowed-packet=64M");
    options.addAll(settings.durability().options());
    return options;
  }
}
