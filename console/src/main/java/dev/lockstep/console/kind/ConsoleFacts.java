package dev.lockstep.console.kind;

import dev.lockstep.console.fact.FactKinds;
import java.time.Duration;
import java.util.List;

/**
 * The kinds of fact that the console shows, each with its bounds. What falls off is counted by the
 * pipeline all the same: counts come from table statuses, never from the length of a list.
 */
public final class ConsoleFacts {

  private static final int TABLES = 5_000;

  /** A new kind gets a line here. */
  public static final FactKinds ALL =
      new FactKinds(
          List.of(
              new ComponentFacts(20_000),
              new TableFacts(TABLES),
              new LagFacts(TABLES, 60_000, 900, Duration.ofMinutes(15)),
              new VerdictFacts(5_000, 500),
              new AlertFacts(1_000, 200),
              new DeadLetterFacts(200)));

  private ConsoleFacts() {}
}
