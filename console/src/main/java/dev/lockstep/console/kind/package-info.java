/**
 * Each kind of fact that the console shows, one class a kind, all listed in {@link
 * dev.lockstep.console.kind.ConsoleFacts}.
 *
 * <h2>How to add a kind of fact to the console</h2>
 *
 * <ol>
 *   <li>Write one class here that implements {@link dev.lockstep.console.fact.ListKind} (or {@link
 *       dev.lockstep.console.fact.SeriesKind} for numbers over time). The compiler asks for what it
 *       must say: its name in JSON, the record that states it, the topics it is read from and how
 *       much of their past, its id, its bound, its JSON. What it may say has defaults: which facts
 *       still concern anybody, which key ends it, when it is over, which statement is outdated,
 *       where it is served by itself.
 *   <li>Give it a line in {@link dev.lockstep.console.kind.ConsoleFacts}. From then on it is read,
 *       kept, sent to every page over {@code /ws} under its name, served at its route, and linked
 *       at the foot of the page.
 *   <li>Write one element that draws it, {@code web/app/elements/<name>.js}, which takes {@code
 *       store.facts("<its name in JSON>")}, and give that a line in {@code web/app/panels.js}. A
 *       series also needs the names of its columns in {@code web/app/store.js}.
 * </ol>
 *
 * <p>Only what the answer itself is to be made of takes more: then {@code ConsoleView} hands it to
 * the judge. The topic and its record are {@code schemas}' business, with {@code console} among the
 * topic's readers. {@code MadeUpKindIT} adds a kind and a page in this way and in no other.
 *
 * <p>A route that is not of one kind gets a line in {@code rest.RestRoutes}, a page of its own one
 * in {@code web.Page}.
 */
@NullMarked
package dev.lockstep.console.kind;

import org.jspecify.annotations.NullMarked;
