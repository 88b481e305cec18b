package dev.lockstep.testing.mysql;

import dev.lockstep.embedded.server.DatabaseServer;
import dev.lockstep.embedded.server.Settings;
import java.util.Optional;

/** One place from which a test may have its MySQL server. */
interface MySqlPlace {

  /** As in "Test MySQL: ...". */
  String name();

  /** Why it has none; empty when it has one. */
  Optional<String> lacking();

  DatabaseServer start(Settings settings);
}
