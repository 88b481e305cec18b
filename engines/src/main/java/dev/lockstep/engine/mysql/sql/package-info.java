/**
 * The SQL of MySQL and MariaDB: how names and texts are quoted, the words of column types read
 * strictly, and what columns of them hold.
 */
@NullMarked
package dev.lockstep.engine.mysql.sql;

import org.jspecify.annotations.NullMarked;
