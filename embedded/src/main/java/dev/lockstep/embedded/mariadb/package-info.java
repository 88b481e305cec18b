/**
 * A real MariaDB server as a child process: finds or unpacks the server's files, prepares a data
 * directory, starts, watches and stops the server, and sweeps one that a killed process left
 * behind.
 */
@NullMarked
package dev.lockstep.embedded.mariadb;

import org.jspecify.annotations.NullMarked;
