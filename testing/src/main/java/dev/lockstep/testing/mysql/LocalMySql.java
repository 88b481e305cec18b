package dev.lockstep.testing.mysql;

import dev.lockstep.embedded.mysql.EmbeddedMySql;
import dev.lockstep.embedded.mysql.Gtids;
import dev.lockstep.embedded.mysql.MySqlSearch;
import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.Settings;
import java.util.Optional;
import java.util.function.Supplier;

/** A child process of a program that is searched for when it is asked about. */
record LocalMySql(String name, Supplier<MySqlSearch> search) implements MySqlPlace {

  @Override
  public Optional<String> lacking() {
    return search.get() instanceof MySqlSearch.NotFound missing
        ? Optional.of(missing.reason())
        : Optional.empty();
  }

  @Override
  public DatabaseServer start(Settings settings) {
    return EmbeddedMySql.start(settings, Gtids.ON, search.get().program());
  }
}
