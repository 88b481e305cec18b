package dev.lockstep.flow.config;

import dev.lockstep.flow.section.Section;

/** Where the console listens. */
public record ConsoleSettings(String bind, int port) {

  public static final ConsoleSettings DEFAULT = new ConsoleSettings("127.0.0.1", 8080);

  static ConsoleSettings read(Section section) {
    return new ConsoleSettings(
        section.parsed(
            "bind",
            "loopback address",
            DEFAULT.bind,
            Addresses::loopback,
            "Address to listen on. Only this machine: the console has no authentication yet."),
        section.integer(
            "port", DEFAULT.port, 0, 65_535, "Port to listen on; 0 takes any free one."));
  }
}
