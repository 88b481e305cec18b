/** Damages rows of the target behind Lockstep's back, and puts them right again. */
@NullMarked
package dev.lockstep.launcher.fight.harm;

import org.jspecify.annotations.NullMarked;
