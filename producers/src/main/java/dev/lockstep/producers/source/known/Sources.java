package dev.lockstep.producers.source.known;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.producers.source.Source;
import dev.lockstep.producers.source.SourceSetting;
import dev.lockstep.producers.source.binlog.BinlogSource;
import dev.lockstep.producers.source.mariadb.MariaDbBinlog;
import dev.lockstep.producers.source.mysql.MySqlBinlog;

/** The source behind each type of endpoint. */
public final class Sources {

  private Sources() {}

  public static Source of(SourceSetting<Endpoint> setting) {
    return switch (setting.endpoint()) {
      case ServerEndpoint server -> ofServer(setting.of(server));
    };
  }

  private static Source ofServer(SourceSetting<ServerEndpoint> setting) {
    ServerEndpoint server = setting.endpoint();
    return switch (server.type()) {
      case MARIADB -> new BinlogSource(setting, new MariaDbBinlog(server, setting.followed()));
      case MYSQL -> new BinlogSource(setting, new MySqlBinlog(server, setting.followed()));
    };
  }
}
