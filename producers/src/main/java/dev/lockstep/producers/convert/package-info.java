/**
 * From the connector's structs to Avro: one compiled converter for each table and schema, with real
 * logical types and the database's own name of each column type.
 */
@NullMarked
package dev.lockstep.producers.convert;

import org.jspecify.annotations.NullMarked;
