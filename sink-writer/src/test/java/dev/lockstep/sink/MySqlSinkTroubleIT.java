package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;
import java.util.stream.Stream;

/** On MySQL. */
class MySqlSinkTroubleIT extends SinkTroubleContract {

  MySqlSinkTroubleIT() {
    super(TestTarget.MYSQL);
  }

  /** Here a key can be on an expression as well. */
  static Stream<String> uniqueEmails() {
    return Stream.concat(
        UNIQUE_EMAILS.stream(), Stream.of("email VARCHAR(40), UNIQUE KEY ((LOWER(email)))"));
  }
}
