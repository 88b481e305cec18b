/**
 * What database servers that run as child processes share, whatever their kind: how one is
 * configured and reached, its data directory and passwords, how it is started, awaited and ended,
 * and how one that a killed process left behind is swept. A kind says what it has of its own in a
 * {@link dev.lockstep.embedded.server.ServerKind}.
 */
@NullMarked
package dev.lockstep.embedded.server;

import org.jspecify.annotations.NullMarked;
