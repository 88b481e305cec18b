package dev.lockstep.launcher.demo.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Column values that look like a shop's: all types, accents, emoji, NULLs, no trailing spaces. */
final class ShopValues {

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String[] FIRST = {
    "Ana", "Björn", "Chloé", "Dmitri", "Éva", "Farid", "Grace", "Håkon", "Inés", "Jürgen", "Kaito",
    "Łucja", "Mei", "Noor", "Ólafur", "Priya"
  };
  private static final String[] LAST = {
    "Almeida", "Brändström", "Castaño", "D'Arcy", "Eriksen", "Faßbinder", "García", "Hoàng",
    "Ivanova", "Jørgensen", "Kovács", "Lefèvre", "Müller", "Nakamura", "O'Neil", "Şahin"
  };
  private static final String[] STATUSES = {"new", "active", "vip", "blocked"};
  private static final String[] STATES = {"cart", "placed", "paid", "shipped", "done", "cancelled"};
  private static final String[] COUNTRIES = {"DE", "FR", "SE", "ES", "JP", "BR", "IN", "US"};
  private static final String[] CURRENCIES = {"EUR", "USD", "SEK", "JPY", "INR"};
  private static final String[] NOTES = {
    "leave at the door", "gift 🎁, no invoice", "call before delivery", "2nd floor, left", "—"
  };

  private final RandomGenerator random;
  private final InstantSource clock;

  ShopValues(RandomGenerator random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  String now() {
    return MICROS.format(clock.instant());
  }

  String past() {
    Instant now = clock.instant();
    return MICROS.format(now.minusNanos(1000L * random.nextLong(86_400_000_000L * 365)));
  }

  String fullName() {
    return pick(FIRST) + " " + pick(LAST);
  }

  String email(long id) {
    return "c" + id + "." + Integer.toString(random.nextInt(1 << 20), 36) + "@Shop.example";
  }

  String status() {
    return pick(STATUSES);
  }

  String state() {
    return pick(STATES);
  }

  String country() {
    return pick(COUNTRIES);
  }

  String currency() {
    return pick(CURRENCIES);
  }

  String sku() {
    return "Sku-" + Integer.toString(random.nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36);
  }

  String reference(long id) {
    return "R" + id + "-" + random.nextInt(1000, 10_000);
  }

  BigDecimal money() {
    return BigDecimal.valueOf(random.nextLong(100, 900_000), 2);
  }

  @Nullable BigDecimal moneyOrNull() {
    return random.nextInt(5) == 0 ? null : money();
  }

  @Nullable String noteOrNull() {
    return random.nextInt(4) == 0 ? null : pick(NOTES) + " " + random.nextInt(1000);
  }

  @Nullable String pastOrNull() {
    return random.nextInt(4) == 0 ? null : past();
  }

  @Nullable String dateOrNull() {
    return random.nextInt(4) == 0
        ? null
        : LocalDate.ofEpochDay(random.nextInt(18_000, 24_000)).toString();
  }

  @Nullable Double weightOrNull() {
    return random.nextInt(4) == 0 ? null : random.nextInt(1, 400_000) / 7.0;
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A JSON object with at least two keys, so that their order can be told. */
  String json() {
    return String.format(
        Locale.ROOT,
        "{\"tier\": \"%s\", \"score\": %d.%02d, \"tags\": [\"%s\", \"%s\"], \"seen\": {\"at\": %d, \"by\": null}}",
        pick(STATUSES),
        random.nextInt(100),
        random.nextInt(100),
        pick(COUNTRIES),
        pick(CURRENCIES),
        random.nextLong(1L << 40));
  }

  private String pick(String[] of) {
    return of[random.nextInt(of.length)];
  }
}
