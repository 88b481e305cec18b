package dev.lockstep.sink.mysql.definition;

import dev.lockstep.sink.harness.TestTarget;
import dev.lockstep.sink.mysql.dialect.MariaDbDialect;

/** On MariaDB. */
class MariaDbCatalogIT extends CatalogContract {

  MariaDbCatalogIT() {
    super(TestTarget.MARIADB, new MariaDbDialect());
  }

  @Override
  String computedKey() {
    return "low VARCHAR(20) AS (LOWER(name)) STORED, UNIQUE KEY computed (low)";
  }
}
