package dev.lockstep.producers.source.known;

import dev.lockstep.producers.source.Source;
import dev.lockstep.producers.source.SourceSetting;
import dev.lockstep.producers.source.mariadb.MariaDbSource;

/** The source behind each type of endpoint. */
public final class Sources {

  private Sources() {}

  public static Source of(SourceSetting setting) {
    return switch (setting.endpoint().type()) {
      case MARIADB -> new MariaDbSource(setting);
    };
  }
}
