/**
 * Text as it is stored: what the bytes of each of the database's character sets mean, exactly, or
 * not at all. The tables of the older sets come from a real server, since neither the database's
 * conversions nor Java's charsets of nearly the same name are the other's.
 */
@NullMarked
package dev.lockstep.producers.text;

import org.jspecify.annotations.NullMarked;
