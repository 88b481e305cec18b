package dev.lockstep.sink.alert;

import dev.lockstep.schema.event.Alert;
import dev.lockstep.schema.event.AlertState;
import dev.lockstep.sink.alert.Signal.Effect;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts are open: a pure function of the signals, in order.
 *
 * <p>Each alert opens once and resolves once; its id depends on its cause and on the fact that
 * opened it. A count going up or down changes the state, it is no transition. Counts instead of
 * sets of ids keep memory bounded by tables times causes however many rows are wrong; they are
 * exact because facts are read exactly once. The whole of it is in the states it emits, so {@link
 * #restore} of those goes on where it stood. Not thread-safe.
 */
final class AlertBook {

  /** Resolved alerts whose state stays in the compacted topic; older ones are forgotten there. */
  static final int RESOLVED_KEPT = 1_000;

  private final Map<Cause, Alert> open = new HashMap<>();
  private final Deque<String> resolved = new ArrayDeque<>();
  private final List<Alert> transitions = new ArrayList<>();
  private final Map<String, Alert> changed = new LinkedHashMap<>();
  private final List<String> forgotten = new ArrayList<>();

  /** The book whose newest states these are. */
  static AlertBook restore(Collection<Alert> states) {
    AlertBook book = new AlertBook();
    states.stream()
        .sorted(Comparator.comparing(AlertBook::endedAt).thenComparing(Alert::getId))
        .forEach(
            alert -> {
              if (alert.getState() == AlertState.OPENED) {
                book.open.put(Cause.of(alert), alert);
              } else {
                book.resolved.add(alert.getId());
              }
            });
    return book;
  }

  private static Instant endedAt(Alert alert) {
    Instant at = alert.getResolvedAt();
    return at == null ? Instant.MAX : at;
  }

  void apply(Signal signal) {
    Alert alert = open.get(signal.cause());
    switch (signal.effect()) {
      case Effect.Add add -> add(signal, alert, add.count());
      case Effect.Hold hold -> {
        if (alert == null) {
          open(signal, 1);
        }
      }
      case Effect.Release release -> resolve(alert, signal.at());
      case Effect.ReleaseOlder older -> {
        if (alert != null && alert.getAt().isBefore(older.than())) {
          resolve(alert, signal.at());
        }
      }
      case Effect.ReleaseAndSay say -> {
        if (alert != null) {
          resolve(alert, signal.at());
          occur(
              new Signal(
                  say.event(), new Effect.Hold(), signal.trigger(), say.words(), signal.at()));
        }
      }
    }
  }

  private void add(Signal signal, @Nullable Alert alert, long count) {
    if (alert == null) {
      if (count > 0) {
        open(signal, count);
      }
    } else if (alert.getCount() + count <= 0) {
      resolve(alert, signal.at());
    } else {
      Alert counted =
          Alert.newBuilder(alert).setCount(alert.getCount() + count).setAt(signal.at()).build();
      open.put(signal.cause(), counted);
      changed.put(counted.getId(), counted);
    }
  }

  /** Something that is over when it is told: opened and resolved at once. */
  private void occur(Signal signal) {
    resolve(open(signal, 1), signal.at());
  }

  private Alert open(Signal signal, long count) {
    Cause cause = signal.cause();
    Alert alert =
        Alert.newBuilder()
            .setId(id(cause, signal.trigger()))
            .setSeverity(cause.severity())
            .setState(AlertState.OPENED)
            .setCode(cause.code())
            .setFlow(cause.flow())
            .setSubject(cause.subject())
            .setTitle(signal.words().title())
            .setDetail(signal.words().detail())
            .setRemedy(signal.words().remedy())
            .setCount(count)
            .setOpenedAt(signal.at())
            .setAt(signal.at())
            .build();
    open.put(cause, alert);
    transitions.add(alert);
    changed.put(alert.getId(), alert);
    return alert;
  }

  private void resolve(@Nullable Alert alert, Instant at) {
    if (alert == null) {
      return;
    }
    Alert done =
        Alert.newBuilder(alert)
            .setState(AlertState.RESOLVED)
            .setCount(0)
            .setResolvedAt(at)
            .setAt(at)
            .build();
    open.remove(Cause.of(alert));
    transitions.add(done);
    changed.put(done.getId(), done);
    resolved.add(done.getId());
    if (resolved.size() > RESOLVED_KEPT) {
      String oldest = Objects.requireNonNull(resolved.poll());
      forgotten.add(oldest);
      changed.remove(oldest);
    }
  }

  /** Something opened or resolved that was not yet emitted. */
  boolean hasTransitions() {
    return !transitions.isEmpty();
  }

  /** All that is to be emitted, which then counts as emitted. */
  Emission drain() {
    Emission emission = new Emission(transitions, List.copyOf(changed.values()), forgotten);
    transitions.clear();
    changed.clear();
    forgotten.clear();
    return emission;
  }

  /** The open alerts. */
  Collection<Alert> open() {
    return List.copyOf(open.values());
  }

  private static String id(Cause cause, String trigger) {
    String all =
        String.join(
            "\n", cause.code(), cause.severity().name(), cause.flow(), cause.subject(), trigger);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return cause.code() + "-" + HexFormat.of().formatHex(hash, 0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
