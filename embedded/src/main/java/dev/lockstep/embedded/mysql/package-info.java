/**
 * A real MySQL server, Oracle's, as a child process: finds an installed one or unpacks Debian's for
 * this user alone, and says how it is called. Nothing is installed on the host.
 */
@NullMarked
package dev.lockstep.embedded.mysql;

import org.jspecify.annotations.NullMarked;
