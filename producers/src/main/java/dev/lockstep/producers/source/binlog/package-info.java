/**
 * What Debezium's binlog connectors share: one run of a connector, what goes by at its log client,
 * its records as events. What one engine has of its own in its log is a {@code BinlogDialect}.
 */
@NullMarked
package dev.lockstep.producers.source.binlog;

import org.jspecify.annotations.NullMarked;
