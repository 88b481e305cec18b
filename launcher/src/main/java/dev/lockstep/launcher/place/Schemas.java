package dev.lockstep.launcher.place;

/**
 * The schemas of one pipeline.
 *
 * @param shop with the shop, at the source and at the target
 * @param progress with the sink's progress, at the target
 */
public record Schemas(String shop, String progress) {

  /** Where both servers are there for nothing else. */
  static final Schemas USUAL = new Schemas("shop", "lockstep");

  /** Where a server has other tenants: names that nobody else has. */
  static Schemas tagged(String tag) {
    return new Schemas("lockstep_shop_" + tag, "lockstep_" + tag);
  }
}
