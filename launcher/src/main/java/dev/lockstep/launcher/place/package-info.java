/**
 * Which two databases a pipeline is between. Each is a server of its own or one of the user's; at
 * one of the user's this looks first whether it will do, makes the schemas that the pipeline stays
 * in, and drops them again when asked. Nothing else there is touched.
 */
@NullMarked
package dev.lockstep.launcher.place;

import org.jspecify.annotations.NullMarked;
