/** Reads tables beside a binary log, in pieces and in the log's own words. */
@NullMarked
package dev.lockstep.producers.source.binlog.table;

import org.jspecify.annotations.NullMarked;
