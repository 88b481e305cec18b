package dev.lockstep.embedded.mysql;

import dev.lockstep.embedded.server.Access;
import dev.lockstep.embedded.server.DataDirectory;
import dev.lockstep.embedded.server.Passwords;
import dev.lockstep.embedded.server.ServerKind;
import dev.lockstep.embedded.server.SharedOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How mysqld is called and told its accounts. */
record MySql(MySqlProgram server, Gtids gtids) implements ServerKind {

  private static final String NO_FILES = "--secure-file-priv=NULL";
  private static final String NO_X_PROTOCOL = "--mysqlx=OFF";

  @Override
  public String name() {
    return "MySQL";
  }

  @Override
  public String program() {
    return "mysqld";
  }

  @Override
  public String toInstall() {
    return "MySQL's server itself";
  }

  @Override
  public List<String> command() {
    List<String> command = new ArrayList<>(server.command());
    command.addAll(SharedOptions.everywhere());
    command.addAll(server.options());
    command.add(NO_FILES);
    command.add(NO_X_PROTOCOL);
    // Loose: servers before 8.0.30 do not know it.
    command.add("--loose-innodb-redo-log-capacity=96M");
    return command;
  }

  /** Root has no password then; it is closed by {@link #accounts} before anybody can connect. */
  @Override
  public List<String> preparing(Path data) {
    return List.of(
        "--initialize-insecure",
        "--datadir=" + data,
        "--skip-log-bin",
        "--innodb-doublewrite=OFF",
        "--innodb-flush-log-at-trx-commit=0");
  }

  @Override
  public List<String> running(DataDirectory directory) {
    return gtids.options();
  }

  @Override
  public List<String> accounts(Access access, Passwords passwords) {
    List<String> statements = new ArrayList<>(MySqlAccounts.statements(access, passwords));
    statements.add(
        "ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED BY '"
            + passwords.admin()
            + "' ACCOUNT LOCK;");
    return statements;
  }
}
