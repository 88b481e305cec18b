package dev.lockstep.sink.apply;

import dev.lockstep.schema.topic.TableName;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * What a target needs to know of the flow that it is the target of.
 *
 * @param owner who we are, for people who look at the progress table
 * @param partitions how many partitions every change topic has
 * @param tableOf the target table of a change topic
 * @param keyOf the key schema of a change topic, as far as it is known
 */
public record TargetSettings(
    String flow,
    String owner,
    String progressSchema,
    boolean createTables,
    int partitions,
    Function<String, TableName> tableOf,
    Function<String, Optional<Schema>> keyOf,
    Rereads rereads) {}
