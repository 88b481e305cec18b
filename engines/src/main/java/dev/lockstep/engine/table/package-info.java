/**
 * Tables and their columns as databases of any kind describe them. Beside what is the same for all
 * stands the type in the words of the database itself.
 */
@NullMarked
package dev.lockstep.engine.table;

import org.jspecify.annotations.NullMarked;
