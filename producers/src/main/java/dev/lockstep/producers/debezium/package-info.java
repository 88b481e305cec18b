/**
 * Debezium's MariaDB connector, run as a plain source task: what it is configured with, what its
 * records mean, and what its failures mean.
 */
@NullMarked
package dev.lockstep.producers.debezium;

import org.jspecify.annotations.NullMarked;
