/** The record of a fight: every event with its time, a line each, so that a failure can be read. */
@NullMarked
package dev.lockstep.launcher.fight.note;

import org.jspecify.annotations.NullMarked;
