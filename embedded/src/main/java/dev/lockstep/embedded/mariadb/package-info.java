/**
 * A real MariaDB server as a child process: finds or unpacks the server's files, and says how it is
 * called.
 */
@NullMarked
package dev.lockstep.embedded.mariadb;

import org.jspecify.annotations.NullMarked;
