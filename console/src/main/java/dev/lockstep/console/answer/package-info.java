/**
 * What the one answer is made of: the judgement, how each table stands, and how well all was read.
 * Values only; {@link dev.lockstep.console.judge} gives the answer.
 */
@NullMarked
package dev.lockstep.console.answer;

import org.jspecify.annotations.NullMarked;
