package dev.lockstep.launcher.fight.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What runs in a fight, each a process of its own, in the order in which they are started. */
public enum Part {
  BROKER,
  REGISTRY,
  SOURCE,
  TARGET,
  PRODUCERS,
  STREAMS,
  SINK,
  ALERTS,
  CONSOLE;

  private static final List<Part> SERVERS = List.of(BROKER, REGISTRY, SOURCE, TARGET);

  /** A server that Lockstep needs, and no program of its own. */
  public boolean isServer() {
    return SERVERS.contains(this);
  }

  /** Lockstep's own programs. */
  public static List<Part> programs() {
    return Stream.of(values()).filter(part -> !part.isServer()).toList();
  }

  /** Its name in records, and of a program on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
