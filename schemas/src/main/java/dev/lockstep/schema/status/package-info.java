/**
 * What programs say of themselves: one reporter for all of them, since whoever reads the topic goes
 * by the newest word of each subject and must get the last one, also if Kafka was away when it was
 * said.
 */
@NullMarked
package dev.lockstep.schema.status;

import org.jspecify.annotations.NullMarked;
