/**
 * What MySQL and MariaDB say differently, and their errors sorted by what they mean for the commit
 * protocol.
 */
@NullMarked
package dev.lockstep.sink.mysql.dialect;

import org.jspecify.annotations.NullMarked;
