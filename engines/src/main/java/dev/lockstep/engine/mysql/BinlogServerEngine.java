package dev.lockstep.engine.mysql;

import dev.lockstep.engine.jdbc.JdbcEngine;
import dev.lockstep.engine.mysql.CaptureRequirements.Finding;
import dev.lockstep.engine.mysql.sql.SqlText;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.schema.topic.TableName;
import java.util.List;

/** MySQL or MariaDB, for those that only speak of them or look at their servers. */
public interface BinlogServerEngine extends JdbcEngine {

  /** What keeps a server from being captured as it is configured. */
  List<Finding> obstacles(ServerFacts server);

  /** What does not, but may matter some day. */
  List<Finding> hints(ServerEndpoint endpoint, ServerFacts server);

  @Override
  default String quoted(TableName table) {
    return SqlText.name(table);
  }
}
