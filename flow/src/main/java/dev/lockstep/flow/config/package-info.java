/**
 * Configuration from YAML and the environment: one record per concern, each of which reads itself
 * from a section that collects every problem instead of stopping at the first, and that knows the
 * words from which {@code docs/config.md} is generated.
 */
@NullMarked
package dev.lockstep.flow.config;

import org.jspecify.annotations.NullMarked;
