/** The REST interface: metrics, alerts, verdicts and health, read-only, from snapshots. */
@NullMarked
package dev.lockstep.console.rest;

import org.jspecify.annotations.NullMarked;
