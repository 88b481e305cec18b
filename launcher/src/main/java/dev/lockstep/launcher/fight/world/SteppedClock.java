package dev.lockstep.launcher.fight.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/**
 * The clock of a program within a fight: the system's, off by as many milliseconds as a file says
 * while it is there. Outside of a fight nobody has this clock.
 */
public final class SteppedClock extends Clock {

  /** Names the file to a program. */
  static final String VARIABLE = "LOCKSTEP_FIGHT_CLOCK";

  private static final long LOOK_NANOS = 200_000_000;

  private final Clock system;
  private final Path file;
  private volatile long offsetMillis;
  private volatile long lookedAt = System.nanoTime() - LOOK_NANOS;

  private SteppedClock(Clock system, Path file) {
    this.system = system;
    this.file = file;
  }

  /** The system's clock, unless a fight has started this process. */
  public static Clock of(Map<String, String> environment) {
    String file = environment.get(VARIABLE);
    return file == null ? Clock.systemUTC() : new SteppedClock(Clock.systemUTC(), Path.of(file));
  }

  @Override
  public Instant instant() {
    long now = System.nanoTime();
    if (now - lookedAt >= LOOK_NANOS) {
      lookedAt = now;
      look();
    }
    return system.instant().plusMillis(offsetMillis);
  }

  private void look() {
    try {
      offsetMillis = Long.parseLong(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      offsetMillis = 0;
    } catch (IOException | NumberFormatException e) {
      // Being written: the next look reads it.
      lookedAt = System.nanoTime() - LOOK_NANOS;
    }
  }

  @Override
  public ZoneId getZone() {
    return system.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new SteppedClock(system.withZone(zone), file);
  }
}
