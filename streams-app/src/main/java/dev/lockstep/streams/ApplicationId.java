package dev.lockstep.streams;

import dev.lockstep.flow.config.StreamsSettings;
import dev.lockstep.streams.state.Birth;

/**
 * The name of the consumer group and before the topology's own topics. It tells the layout of the
 * state, so that a version with another layout finds none, and reads the topics from their start.
 */
public final class ApplicationId {

  private ApplicationId() {}

  public static String of(StreamsSettings settings) {
    return settings.applicationId() + "." + Birth.LAYOUT;
  }
}
