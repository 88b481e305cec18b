package dev.lockstep.flow;

/**
 * One database as Lockstep sees it; captured once, whoever uses it. What must be known to reach it
 * differs by kind, so each kind has a record of its own.
 */
public sealed interface Endpoint permits ServerEndpoint {

  String name();

  EndpointType type();

  /** What it is and where, for messages. */
  String description();

  /** As whom it is visited, for messages. */
  String account();

  /** Where it is: two endpoints at one place are one database. */
  String place();
}
