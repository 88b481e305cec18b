/**
 * Reading typed settings out of YAML: a section knows its keys with their types, defaults and
 * meaning, collects what is wrong instead of stopping, expands references and lets the environment
 * override. Knows nothing of what the settings are for.
 */
@NullMarked
package dev.lockstep.flow.section;

import org.jspecify.annotations.NullMarked;
