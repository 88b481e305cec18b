/**
 * Asking for a table to be read anew, from the outside: who it is, the request in its topic, and
 * following what the producers say of it until it is done.
 */
@NullMarked
package dev.lockstep.launcher.reread;

import org.jspecify.annotations.NullMarked;
