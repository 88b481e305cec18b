package dev.lockstep.launcher.fight.note;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes each event of a fight as one line of JSON, at once, and counts them by kind. What a crash
 * leaves behind is the file up to the last event. Thread-safe.
 */
public final class Journal implements AutoCloseable {

  private final ObjectMapper json = new ObjectMapper();
  private final Clock clock;
  private final Writer out;
  private final Map<String, Long> counts = new TreeMap<>();

  private Journal(Clock clock, Writer out) {
    this.clock = clock;
    this.out = out;
  }

  /** Begins a new file. */
  public static Journal open(Path file, Clock clock) throws IOException {
    return new Journal(clock, Files.newBufferedWriter(file));
  }

  /**
   * Notes an event.
   *
   * @param details names and values in turn
   */
  public synchronized void note(String event, @Nullable Object... details) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", clock.instant().toString());
    line.put("event", event);
    for (int i = 0; i + 1 < details.length; i += 2) {
      line.put(String.valueOf(details[i]), plain(details[i + 1]));
    }
    counts.merge(event, 1L, Long::sum);
    try {
      out.write(json.writeValueAsString(line));
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The record of the fight cannot be written", e);
    }
  }

  private static Object plain(@Nullable Object value) {
    return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
  }

  /** How many events there were of each kind. */
  public synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
