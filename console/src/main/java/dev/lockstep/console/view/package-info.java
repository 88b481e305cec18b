/**
 * What the console knows: the only package that consumes topics. One thread folds facts into a
 * bounded view and publishes immutable snapshots; adapters read those and nothing else.
 */
@NullMarked
package dev.lockstep.console.view;

import org.jspecify.annotations.NullMarked;
