package dev.lockstep.sink.mysql.definition;

import dev.lockstep.sink.apply.Change;
import org.apache.avro.Schema;

/**
 * How the source's rows were at one record of a change topic.
 *
 * @param topicId of the topic's incarnation
 * @param serial of the record
 */
public record Definition(String topicId, long serial, Schema row) {

  public static Definition of(Change change, Schema row) {
    return new Definition(change.partition().topicId(), change.serial(), row);
  }
}
