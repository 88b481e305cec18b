package dev.lockstep.console.web;

/** What the foot of every page links. */
public record Link(String path, String title) {

  /** As it stands in a page. Both are the console's own words, never data. */
  String html() {
    return "<a slot=\"links\" href=\"%s\">%s</a>".formatted(path, title);
  }
}
