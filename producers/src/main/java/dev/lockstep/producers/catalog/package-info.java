/**
 * What a database server is asked before and beside its log: whether it can be captured at all,
 * which tables there are, and what their columns are called by the database itself.
 */
@NullMarked
package dev.lockstep.producers.catalog;

import org.jspecify.annotations.NullMarked;
