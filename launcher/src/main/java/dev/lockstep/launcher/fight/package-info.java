/**
 * The long fight: rounds of load and trouble against the real servers and programs, each process
 * apart, after each of which everything that Lockstep has said is held against the truth.
 */
@NullMarked
package dev.lockstep.launcher.fight;

import org.jspecify.annotations.NullMarked;
