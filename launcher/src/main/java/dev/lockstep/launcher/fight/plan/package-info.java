/**
 * What a fight does and when, drawn from its seed alone: rounds, each a list of acts at their
 * times. Pure; knows no process, database or topic.
 */
@NullMarked
package dev.lockstep.launcher.fight.plan;

import org.jspecify.annotations.NullMarked;
