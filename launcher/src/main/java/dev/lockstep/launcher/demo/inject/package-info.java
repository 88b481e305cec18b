/**
 * The corruption injector: a process of its own that damages the target behind the pipeline's back,
 * and writes down what it did. Nothing here is known to the pipeline, and nothing of the pipeline
 * is used here.
 */
@NullMarked
package dev.lockstep.launcher.demo.inject;

import org.jspecify.annotations.NullMarked;
