package dev.lockstep.sink.mariadb;

import dev.lockstep.sink.apply.Change;
import org.apache.avro.Schema;

/**
 * How the source's rows were at one record of a change topic.
 *
 * @param topicId of the topic's incarnation
 * @param serial of the record
 */
record Definition(String topicId, long serial, Schema row) {

  static Definition of(Change change, Schema row) {
    return new Definition(change.partition().topicId(), change.serial(), row);
  }
}
