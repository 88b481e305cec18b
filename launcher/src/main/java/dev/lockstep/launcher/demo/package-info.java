/**
 * A run of the demo: the shop's workload, the injector, and the judgement of both, held together
 * and summed up. Starts nothing of the pipeline and is given the addresses of what it needs.
 */
@NullMarked
package dev.lockstep.launcher.demo;

import org.jspecify.annotations.NullMarked;
