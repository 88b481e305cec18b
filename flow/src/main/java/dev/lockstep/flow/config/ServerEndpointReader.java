package dev.lockstep.flow.config;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import dev.lockstep.flow.section.Parsers;
import dev.lockstep.flow.section.Section;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what is to be known of a server: the keys that types at a host and a port share. */
final class ServerEndpointReader {

  private static final long MAX_SERVER_ID = (1L << 32) - 1;

  private ServerEndpointReader() {}

  static Optional<Endpoint> read(String name, EndpointType type, Section section) {
    Optional<String> host =
        section.required("host", "host", Addresses::host, "Host name or address of the server.");
    int port = section.integer("port", type.defaultPort(), 1, 65_535, "Port of the server.");
    Optional<String> username =
        section.required(
            "username", "text", Parsers::nonBlank, "User that reads the log or writes the target.");
    Optional<Secret> password =
        section.required(
            "password",
            "secret",
            Secret::of,
            "Its password; better ${env:NAME} or ${file:PATH} than the password itself.");
    SslMode ssl =
        section.choice(
            "ssl",
            SslMode.class,
            SslMode.PREFER,
            "Encryption of the connections; only verify-full keeps out whoever sits in between.");
    Optional<Long> serverId =
        section.optional(
            "server-id",
            "integer, 1 to 4294967295",
            Parsers.integer(1, MAX_SERVER_ID),
            "Replication server id of the capture, which no replica of this server may have."
                + " Derived from the endpoint's name when not given.");
    Map<String, String> properties =
        section.properties("properties", "Further connection properties of the database's driver.");
    return host.isEmpty() || username.isEmpty() || password.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ServerEndpoint(
                name,
                type,
                host.get(),
                port,
                username.get(),
                password.get(),
                ssl,
                properties,
                serverId.map(OptionalLong::of).orElse(OptionalLong.empty())));
  }
}
