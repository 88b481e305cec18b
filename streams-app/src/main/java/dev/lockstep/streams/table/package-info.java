/** From the state of partitions to the status and the lag of whole tables. */
@NullMarked
package dev.lockstep.streams.table;

import org.jspecify.annotations.NullMarked;
