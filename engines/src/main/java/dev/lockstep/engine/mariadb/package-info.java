/** MariaDB. */
@NullMarked
package dev.lockstep.engine.mariadb;

import org.jspecify.annotations.NullMarked;
