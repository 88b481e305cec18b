package dev.lockstep.sink.mysql.definition;

import dev.lockstep.sink.harness.TestTarget;
import dev.lockstep.sink.mysql.dialect.MySqlDialect;

/** On MySQL. */
class MySqlCatalogIT extends CatalogContract {

  MySqlCatalogIT() {
    super(TestTarget.MYSQL, new MySqlDialect());
  }

  @Override
  String computedKey() {
    return "UNIQUE KEY computed ((LOWER(name)))";
  }
}
