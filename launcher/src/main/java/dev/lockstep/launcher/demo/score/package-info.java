/**
 * Holds the pipeline to its word: scores its verdicts against the injector's manifest, measures lag
 * with a clock of its own, and compares both databases by reading them whole. It trusts nothing
 * that the pipeline says of itself.
 */
@NullMarked
package dev.lockstep.launcher.demo.score;

import org.jspecify.annotations.NullMarked;
