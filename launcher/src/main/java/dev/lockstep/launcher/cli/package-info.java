/**
 * The subcommands, each a thin translation of the command line into calls; and the two things they
 * share: how a failure is told and where logging goes.
 */
@NullMarked
package dev.lockstep.launcher.cli;

import org.jspecify.annotations.NullMarked;
