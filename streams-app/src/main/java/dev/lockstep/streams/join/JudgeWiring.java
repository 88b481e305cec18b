package dev.lockstep.streams.join;

/** Names that tie the judge into the topology: its stores and where it sends facts. */
public final class JudgeWiring {

  public static final String ROWS = "rows";
  public static final String VERSIONS = "versions";
  public static final String STATES = "states";

  public static final String TO_VERDICTS = "to-verdicts";
  public static final String TO_PARTITION_STATUS = "to-partition-status";
  public static final String TO_DEAD_LETTERS = "to-dead-letters";
  public static final String TO_REREADS = "to-rereads";

  private JudgeWiring() {}
}
