package dev.lockstep.console.fact;

import java.util.List;
import java.util.stream.Stream;

/**
 * Facts of one kind, in the order in which each was stated first unless their kind says otherwise.
 *
 * @param closed those that are over, where the kind knows an end
 * @param seen how many were ever read, kept or not
 * @param forgotten how many open ones had to leave for want of room
 */
public record FactList<T>(List<Entry<T>> open, List<Entry<T>> closed, long seen, long forgotten)
    implements Picture {

  public FactList {
    open = List.copyOf(open);
    closed = List.copyOf(closed);
  }

  /** The open ones first. */
  public Stream<Entry<T>> all() {
    return Stream.concat(open.stream(), closed.stream());
  }

  /** The open ones without what the view knows about them. */
  public List<T> facts() {
    return open.stream().map(Entry::fact).toList();
  }
}
