package dev.lockstep.streams.judge;

import dev.lockstep.schema.topic.ChangeTopic;
import dev.lockstep.schema.topic.TableName;
import dev.lockstep.streams.state.Side;

/**
 * One table of one flow: what is compared with what. Flow and source table identify it; their joint
 * name is made once, since every record asks for it.
 */
public final class FlowTable {

  private final String flow;
  private final String sourceEndpoint;
  private final TableName source;
  private final String targetEndpoint;
  private final TableName target;
  private final String stateName;
  private final String sourceTopic;
  private final String targetTopic;

  public FlowTable(
      String flow,
      String sourceEndpoint,
      TableName source,
      String targetEndpoint,
      TableName target) {
    this.flow = flow;
    this.sourceEndpoint = sourceEndpoint;
    this.source = source;
    this.targetEndpoint = targetEndpoint;
    this.target = target;
    this.stateName = flow + "/" + source;
    this.sourceTopic = new ChangeTopic(sourceEndpoint, source).name();
    this.targetTopic = new ChangeTopic(targetEndpoint, target).name();
  }

  public String flow() {
    return flow;
  }

  public TableName source() {
    return source;
  }

  public TableName target() {
    return target;
  }

  public String sourceEndpoint() {
    return sourceEndpoint;
  }

  public String targetEndpoint() {
    return targetEndpoint;
  }

  /** Name of its state. Flow names hold no slash. */
  public String stateName() {
    return stateName;
  }

  public String topic(Side side) {
    return side == Side.SOURCE ? sourceTopic : targetTopic;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof FlowTable table && stateName.equals(table.stateName));
  }

  @Override
  public int hashCode() {
    return stateName.hashCode();
  }

  @Override
  public String toString() {
    return stateName;
  }
}
