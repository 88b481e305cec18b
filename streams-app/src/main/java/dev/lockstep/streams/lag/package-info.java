/** Lag as mergeable logarithmic buckets, from single changes to windows of a whole table. */
@NullMarked
package dev.lockstep.streams.lag;

import org.jspecify.annotations.NullMarked;
