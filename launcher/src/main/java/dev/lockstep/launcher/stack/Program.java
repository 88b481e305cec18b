package dev.lockstep.launcher.stack;

import dev.lockstep.console.ConsoleService;
import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.producers.CaptureService;
import dev.lockstep.sink.SinkService;
import dev.lockstep.sink.alert.AlertService;
import dev.lockstep.streams.StreamsService;
import java.time.Clock;

/** The programs, each of which runs alone as well as beside the others in one process. */
public enum Program {
  PRODUCERS(
      "producers",
      "Reads the databases of every endpoint and publishes each committed change",
      CaptureService::start),
  STREAMS(
      "streams",
      "Compares the two sides: lag, verdicts, running digests, table status",
      StreamsService::start),
  SINK("sink", "Applies the changes to the targets, exactly once", SinkService::start),
  ALERTS("alerts", "Turns facts into alerts, opened and resolved once", AlertService::start),
  CONSOLE("console", "Shows it all: page, REST, WebSocket", ConsoleService::start);

  /** How a program starts: returns once it runs. */
  @FunctionalInterface
  interface Starter {
    RunningProgram start(LockstepConfig config, Clock clock);
  }

  private final String command;
  private final String purpose;
  private final Starter starter;

  Program(String command, String purpose, Starter starter) {
    this.command = command;
    this.purpose = purpose;
    this.starter = starter;
  }

  /** Its name on the command line. */
  public String command() {
    return command;
  }

  /** What it does, in one line. */
  public String purpose() {
    return purpose;
  }

  /** Starts it and returns once it runs. */
  public RunningProgram start(LockstepConfig config, Clock clock) {
    return starter.start(config, clock);
  }
}
