/** MySQL, and what MariaDB has from it. */
@NullMarked
package dev.lockstep.engine.mysql;

import org.jspecify.annotations.NullMarked;
