package dev.lockstep.flow.config;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.section.Parsers;
import dev.lockstep.flow.section.Section;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads one endpoint: its type, which says what else there is to know of it. */
final class EndpointReader {

  private EndpointReader() {}

  static Optional<Endpoint> read(String name, Section section) {
    if (!section.isDocumenting() && !Names.isSimple(name)) {
      section.problemHere(name, "Endpoint names are " + Names.FORM);
    }
    Optional<EndpointType> type =
        section.required(
            "type",
            Arrays.stream(EndpointType.values())
                .map(EndpointType::label)
                .collect(Collectors.joining(", ")),
            Parsers.choice(EndpointType.class),
            "What kind of database it is.");
    // Without a type it is read as a server, so that what else is wrong is told at once.
    Optional<Endpoint> endpoint =
        switch (type.orElse(EndpointType.MARIADB)) {
          case MARIADB, MYSQL ->
              ServerEndpointReader.read(name, type.orElse(EndpointType.MARIADB), section);
        };
    return type.isEmpty() ? Optional.empty() : endpoint;
  }
}
