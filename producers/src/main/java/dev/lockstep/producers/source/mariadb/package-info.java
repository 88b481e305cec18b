/** MariaDB as a source. */
@NullMarked
package dev.lockstep.producers.source.mariadb;

import org.jspecify.annotations.NullMarked;
