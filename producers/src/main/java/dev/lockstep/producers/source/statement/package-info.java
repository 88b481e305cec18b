/** What statements in a binlog do to tables, and how they are put for a connector to understand. */
@NullMarked
package dev.lockstep.producers.source.statement;

import org.jspecify.annotations.NullMarked;
