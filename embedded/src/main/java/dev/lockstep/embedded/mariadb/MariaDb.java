package dev.lockstep.embedded.mariadb;

import dev.lockstep.embedded.server.Access;
import dev.lockstep.embedded.server.DataDirectory;
import dev.lockstep.embedded.server.LocalServer;
import dev.lockstep.embedded.server.Passwords;
import dev.lockstep.embedded.server.ServerKind;
import dev.lockstep.embedded.server.SharedOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How mariadbd is called and told its accounts. */
record MariaDb(ServerFiles files) implements ServerKind {

  private static final List<String> OF_REPLICAS =
      List.of("REPLICATION SLAVE", "BINLOG MONITOR", "REPLICATION MASTER ADMIN", "SLAVE MONITOR");

  @Override
  public String name() {
    return "MariaDB";
  }

  @Override
  public String program() {
    return "mariadbd";
  }

  @Override
  public String toInstall() {
    return "MariaDB itself (Debian: apt-get install mariadb-server)";
  }

  @Override
  public List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(files.program().toString());
    command.addAll(SharedOptions.everywhere());
    command.add("--lc-messages-dir=" + files.share());
    command.add("--character-sets-dir=" + files.share().resolve("charsets"));
    command.add("--innodb-data-file-path=ibdata1:12M:autoextend");
    command.add("--innodb-autoextend-increment=8");
    command.add("--innodb-log-file-size=96M");
    command.add("--key-buffer-size=1M");
    command.add("--aria-pagecache-buffer-size=8M");
    command.add("--skip-ssl");
    return command;
  }

  @Override
  public List<String> preparing(Path data) {
    return List.of(
        "--bootstrap",
        "--datadir=" + data,
        "--tmpdir=" + data,
        "--skip-log-bin",
        "--log-warnings=0",
        "--enforce-storage-engine=",
        "--max-allowed-packet=8M",
        "--innodb-flush-log-at-trx-commit=0");
  }

  @Override
  public void writeSystemTables(OutputStream in) throws IOException {
    in.write("create database mysql;\nuse mysql;\n".getBytes(StandardCharsets.UTF_8));
    // Without this the scripts make root accounts that need no password.
    in.write("SET @auth_root_socket='root';\n".getBytes(StandardCharsets.UTF_8));
    for (Path script : files.scripts()) {
      Files.copy(script, in);
      in.write('\n');
    }
  }

  @Override
  public List<String> running(DataDirectory directory) {
    return List.of(
        // Whoever has SQL has not the machine's files: an empty directory is all it may touch.
        "--secure-file-priv=" + directory.files(),
        "--gtid-strict-mode=ON",
        "--collation-server=utf8mb4_general_ci",
        "--log-warnings=1");
  }

  @Override
  public List<String> accounts(Access access, Passwords passwords) {
    String user = "'" + LocalServer.USER + "'@'%'";
    String admin = "'" + LocalServer.ADMIN + "'@'%'";
    return List.of(
        "SET SESSION sql_log_bin=0;",
        "DELETE FROM mysql.global_priv WHERE User='';",
        "FLUSH PRIVILEGES;",
        "ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED VIA unix_socket;",
        // Anew each time: a directory of an earlier version knows another password.
        "CREATE OR REPLACE USER " + admin + " IDENTIFIED BY '" + passwords.admin() + "';",
        "GRANT ALL PRIVILEGES ON *.* TO " + admin + " WITH GRANT OPTION;",
        "CREATE OR REPLACE USER " + user + " IDENTIFIED BY '" + passwords.user() + "';",
        access.grant(user, OF_REPLICAS));
  }
}
