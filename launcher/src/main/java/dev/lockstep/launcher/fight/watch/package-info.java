/** Hears what Lockstep says: a plain consumer of its topics, and whoever looks at its page. */
@NullMarked
package dev.lockstep.launcher.fight.watch;

import org.jspecify.annotations.NullMarked;
