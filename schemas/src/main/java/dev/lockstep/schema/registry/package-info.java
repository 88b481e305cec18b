/**
 * The embedded schema registry: the REST calls that Confluent's client and common tools make, over
 * one compacted topic. {@code SchemaStore} is the pure state, {@code SchemaLog} makes it durable,
 * {@code SchemaRegistry} decides, {@code RegistryRoutes} speaks HTTP.
 */
@NullMarked
package dev.lockstep.schema.registry;

import org.jspecify.annotations.NullMarked;
