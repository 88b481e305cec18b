/**
 * Looks at everything that a configuration points at, before day one: databases, their accounts and
 * tables, the broker, the registry. Reads only; every finding comes with its remedy.
 */
@NullMarked
package dev.lockstep.launcher.assess;

import org.jspecify.annotations.NullMarked;
