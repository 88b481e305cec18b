package dev.lockstep.console.web;

import java.util.List;

/**
 * One page of the console.
 *
 * @param path where it is
 * @param title what the browser calls it
 * @param element what draws it between header and foot: {@code <ls-element>}, which {@code
 *     app/elements/element.js} defines
 */
public record Page(String path, String title, String element) {

  /** A new page gets a line here. */
  public static final List<Page> ALL = List.of(new Page("/", "Lockstep", "overview"));
}
