/**
 * Where a fight takes place: the real servers and every program of Lockstep, each a process of its
 * own, and everything that can happen to a process.
 */
@NullMarked
package dev.lockstep.launcher.fight.world;

import org.jspecify.annotations.NullMarked;
