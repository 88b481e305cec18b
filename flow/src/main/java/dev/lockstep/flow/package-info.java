/**
 * What a migration is: endpoints, flows between them, which tables take part under which names, how
 * their columns are compared, secrets; and the two things every program shares: how it fails and
 * how it is watched. Pure data and rules.
 */
@NullMarked
package dev.lockstep.flow;

import org.jspecify.annotations.NullMarked;
