/**
 * The page: its own files and the few libraries it imports, all from the class path, behind headers
 * that let the browser load nothing else.
 */
@NullMarked
package dev.lockstep.console.web;

import org.jspecify.annotations.NullMarked;
