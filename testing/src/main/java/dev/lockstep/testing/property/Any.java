package dev.lockstep.testing.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of one try, all from its seed. Some tries draw edges only, some a few, some none, so
 * that edges meet edges as well as common values. What was drawn is kept, to be told on failure.
 */
public final class Any {

  private static final double[] SHARES_OF_EDGES = {1, 0.5, 0.5, 0.1, 0.1, 0.1, 0, 0};
  private static final double[] EDGES_OF_DOUBLES = {
    0.0,
    -0.0,
    1,
    -1,
    0.1,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1L << 53,
    1e22
  };

  private final SplittableRandom random;
  private final double shareOfEdges;
  private final List<String> drawn = new ArrayList<>();
  private int depth;

  Any(long seed) {
    this.random = new SplittableRandom(seed);
    this.shareOfEdges = SHARES_OF_EDGES[random.nextInt(SHARES_OF_EDGES.length)];
  }

  /** What was drawn so far, in order and in words. */
  List<String> drawn() {
    return drawn;
  }

  /** One value made of others, told as one. */
  public <T extends @Nullable Object> T made(Function<Any, T> maker) {
    depth++;
    T value = maker.apply(this);
    depth--;
    return told(value);
  }

  public long aLong() {
    return aLong(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Both bounds are among the values. */
  public long aLong(long min, long max) {
    return told(integer(min, max));
  }

  /** Both bounds are among the values. */
  public int anInt(int min, int max) {
    return told((int) integer(min, max));
  }

  public byte aByte() {
    return told((byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE));
  }

  public boolean aBoolean() {
    return told(random.nextBoolean());
  }

  /** Any finite number, with both zeros. */
  public double aDouble() {
    if (edge()) {
      return told(EDGES_OF_DOUBLES[random.nextInt(EDGES_OF_DOUBLES.length)]);
    }
    double bits = Double.longBitsToDouble(random.nextLong());
    boolean few = random.nextBoolean() || !Double.isFinite(bits);
    return told(few ? integer(-1_000_000, 1_000_000) / 100.0 : bits);
  }

  @SafeVarargs
  public final <T extends @Nullable Object> T oneOf(T... values) {
    return told(values[random.nextInt(values.length)]);
  }

  /** Nothing in so many of a hundred draws. */
  public <T> @Nullable T orNull(int percent, Function<Any, T> maker) {
    return made(any -> random.nextInt(100) < percent ? null : maker.apply(any));
  }

  public byte[] bytes(int maxLength) {
    byte[] bytes = new byte[(int) integer(0, maxLength)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
    return told(bytes);
  }

  public <T> List<T> list(int maxSize, Function<Any, ? extends T> item) {
    return made(
        any -> {
          List<T> list = new ArrayList<>();
          for (long left = integer(0, maxSize); left > 0; left--) {
            list.add(item.apply(any));
          }
          return list;
        });
  }

  /** Whatever a string may hold, half surrogates and control characters too. */
  public String text(int minLength, int maxLength) {
    Alphabet alphabet = Alphabet.values()[random.nextInt(Alphabet.values().length)];
    int length = (int) integer(minLength, maxLength);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(alphabet.next(random, length - text.length()));
    }
    return told(text.toString());
  }

  /** Of these characters alone; a pair of surrogates counts as two that may come apart. */
  public String textOf(String characters, int minLength, int maxLength) {
    StringBuilder text = new StringBuilder();
    for (long left = integer(minLength, maxLength); left > 0; left--) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return told(text.toString());
  }

  /** For what is random itself. */
  public Random aRandom() {
    return new Random(aLong());
  }

  /** Uniform in half of the draws, and in the other half as often small as large. */
  private long integer(long min, long max) {
    if (edge()) {
      long power = 1L << random.nextInt(Long.SIZE - Long.numberOfLeadingZeros(max | 1));
      long[] edges = {min, max, min, max, min + 1, max - 1, 0, 1, -1, 2, power - 1, power};
      long value = edges[random.nextInt(edges.length)];
      return value >= min && value <= max ? value : random.nextBoolean() ? min : max;
    }
    long any = random.nextLong() >> random.nextInt(Long.SIZE);
    if (random.nextBoolean() && any >= min && any <= max) {
      return any;
    }
    if (max < Long.MAX_VALUE) {
      return random.nextLong(min, max + 1);
    }
    return min == Long.MIN_VALUE ? random.nextLong() : random.nextLong(min - 1, max) + 1;
  }

  private boolean edge() {
    return random.nextDouble() < shareOfEdges;
  }

  private <T extends @Nullable Object> T told(T value) {
    if (depth == 0) {
      drawn.add(Words.of(value));
    }
    return value;
  }
}
