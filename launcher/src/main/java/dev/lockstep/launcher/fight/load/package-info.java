/**
 * What the source of a fight holds and what happens to it: plain and odd tables, random
 * transactions, bursts, changed definitions, tables that are refused.
 */
@NullMarked
package dev.lockstep.launcher.fight.load;

import org.jspecify.annotations.NullMarked;
