package dev.lockstep.embedded.mariadb;

import java.util.ArrayList;
import java.util.List;

/** The command line of mariadbd: small, quiet, reachable on loopback only, captured completely. */
final class ServerOptions {

  private ServerOptions() {}

  /** For preparing a data directory as for running on it. */
  static List<String> common(ServerFiles files) {
    List<String> options = new ArrayList<>();
    options.add("--no-defaults");
    if ("root".equals(System.getProperty("user.name"))) {
      // The server refuses to run as root unless told by name.
      options.add("--user=root");
    }
    options.add("--lc-messages-dir=" + files.share());
    options.add("--character-sets-dir=" + files.share().resolve("charsets"));
    options.add("--innodb-data-file-path=ibdata1:12M:autoextend");
    options.add("--innodb-autoextend-increment=8");
    options.add("--innodb-log-file-size=96M");
    options.add("--key-buffer-size=1M");
    options.add("--aria-pagecache-buffer-size=8M");
    options.add("--skip-ssl");
    return options;
  }

  static List<String> running(Settings settings, int port, DataDirectory directory) {
    List<String> options = new ArrayList<>();
    options.add("--datadir=" + directory.data());
    // A server that starts removes every temporary table in its tmpdir, also those of others.
    options.add("--tmpdir=" + directory.data());
    options.add("--bind-address=127.0.0.1");
    options.add("--port=" + port);
    // Relative to the data directory: an absolute path may exceed what a socket's name can hold.
    options.add("--socket=mariadbd.sock");
    // Whoever has SQL has not the machine's files: an empty directory is all that it may touch.
    options.add("--secure-file-priv=" + directory.files());
    options.add("--skip-name-resolve");
    options.add("--init-file=" + directory.initFile());
    options.add("--server-id=" + settings.serverId());
    options.add("--log-bin=binlog");
    options.add("--binlog-format=ROW");
    options.add("--binlog-row-image=FULL");
    options.add("--binlog-row-metadata=FULL");
    options.add("--gtid-strict-mode=ON");
    options.add("--max-binlog-size=128M");
    options.add("--binlog-expire-logs-seconds=172800");
    options.add("--character-set-server=utf8mb4");
    options.add("--collation-server=utf8mb4_general_ci");
    options.add("--default-time-zone=+00:00");
    options.add("--performance-schema=OFF");
    options.add("--innodb-buffer-pool-size=" + settings.bufferPoolMegabytes() + "M");
    options.add("--innodb-log-buffer-size=4M");
    options.add("--innodb-buffer-pool-dump-at-shutdown=OFF");
    options.add("--innodb-fast-shutdown=1");
    options.add("--table-open-cache=400");
    options.add("--max-connections=150");
    options.add("--max-allowed-packet=64M");
    options.add("--log-warnings=1");
    options.addAll(settings.durability().options());
    options.addAll(settings.extraOptions());
    return options;
  }
}
