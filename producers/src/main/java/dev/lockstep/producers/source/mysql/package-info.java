/** MySQL as a source. */
@NullMarked
package dev.lockstep.producers.source.mysql;

import org.jspecify.annotations.NullMarked;
