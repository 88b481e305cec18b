/**
 * The column types of MySQL and MariaDB: their words read strictly, and what columns of them hold.
 */
@NullMarked
package dev.lockstep.engine.mysql.type;

import org.jspecify.annotations.NullMarked;
