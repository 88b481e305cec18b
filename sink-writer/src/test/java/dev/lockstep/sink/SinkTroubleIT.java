package dev.lockstep.sink;

import dev.lockstep.sink.harness.TestTarget;
import java.util.stream.Stream;

/** On MariaDB. */
class SinkTroubleIT extends SinkTroubleContract {

  SinkTroubleIT() {
    super(TestTarget.MARIADB);
  }

  /** Here the whole of a long text can be unique as well. */
  static Stream<String> uniqueEmails() {
    return Stream.concat(UNIQUE_EMAILS.stream(), Stream.of("email TEXT, UNIQUE KEY (email)"));
  }
}
