/**
 * What a kind of fact is: the words in which {@link dev.lockstep.console.kind} declares each, and
 * what is shown of it at one moment. Whoever reads, keeps, sends or serves facts knows these and no
 * single kind. Pure: no topic is read here and nothing is stored.
 */
@NullMarked
package dev.lockstep.console.fact;

import org.jspecify.annotations.NullMarked;
