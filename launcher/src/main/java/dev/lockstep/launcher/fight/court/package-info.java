/**
 * Holds what Lockstep said against what was done and what is: pure, from records of both. Knows no
 * process, database or topic.
 */
@NullMarked
package dev.lockstep.launcher.fight.court;

import org.jspecify.annotations.NullMarked;
