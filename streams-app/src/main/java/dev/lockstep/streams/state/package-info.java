/**
 * What a partition remembers: the row of each key, the versions no marker has covered yet, the
 * markers waiting to be judged, and the running figures of each table. Small typed views over plain
 * ordered byte stores, so that the judge runs the same on RocksDB and on a map in a test.
 */
@NullMarked
package dev.lockstep.streams.state;

import org.jspecify.annotations.NullMarked;
