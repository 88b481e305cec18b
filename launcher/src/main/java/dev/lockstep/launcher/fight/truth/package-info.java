/**
 * What is: both databases read whole and compared, by code that shares nothing with the pipeline's
 * comparison.
 */
@NullMarked
package dev.lockstep.launcher.fight.truth;

import org.jspecify.annotations.NullMarked;
