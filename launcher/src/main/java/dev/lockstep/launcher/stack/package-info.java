/**
 * The whole pipeline in one process: real servers, the five programs and their configuration, in
 * one data directory. Used by {@code up} and by the end-to-end tests alike.
 */
@NullMarked
package dev.lockstep.launcher.stack;

import org.jspecify.annotations.NullMarked;
