package dev.lockstep.launcher.place;

import dev.lockstep.flow.EndpointType;
import java.util.Optional;

/** One of the two databases of a pipeline. */
public sealed interface Side {

  EndpointType type();

  /** What a data directory remembers it by: which kind of server, or which server. */
  String mark();

  /** The server of the user's, if it is one. */
  Optional<ServerUrl> given();

  /** A server that the pipeline starts, in its data directory. */
  record Own(EndpointType type) implements Side {

    @Override
    public String mark() {
      return type.label();
    }

    @Override
    public Optional<ServerUrl> given() {
      return Optional.empty();
    }
  }

  /** A server of the user's: never started, stopped or ended from here. */
  record Given(ServerUrl url) implements Side {

    @Override
    public EndpointType type() {
      return url.type();
    }

    @Override
    public String mark() {
      return url.address();
    }

    @Override
    public Optional<ServerUrl> given() {
      return Optional.of(url);
    }
  }
}
