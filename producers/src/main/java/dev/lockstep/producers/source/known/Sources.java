package dev.lockstep.producers.source.known;

import dev.lockstep.producers.source.Source;
import dev.lockstep.producers.source.SourceSetting;
import dev.lockstep.producers.source.binlog.BinlogSource;
import dev.lockstep.producers.source.mariadb.MariaDbBinlog;
import dev.lockstep.producers.source.mysql.MySqlBinlog;

/** The source behind each type of endpoint. */
public final class Sources {

  private Sources() {}

  public static Source of(SourceSetting setting) {
    return switch (setting.endpoint().type()) {
      case MARIADB ->
          new BinlogSource(setting, new MariaDbBinlog(setting.endpoint(), setting.followed()));
      case MYSQL ->
          new BinlogSource(setting, new MySqlBinlog(setting.endpoint(), setting.followed()));
    };
  }
}
