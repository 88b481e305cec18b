package dev.lockstep.flow.config;

/**
 * One thing wrong with the configuration.
 *
 * @param key full path of the key, such as {@code endpoints.shop.port}
 * @param badValue what stands there, secrets redacted; empty when nothing does
 * @param remedy what is wrong with it and what would be right
 */
public record Problem(String key, String badValue, String remedy) {

  @Override
  public String toString() {
    return badValue.isEmpty() ? key + ": " + remedy : key + ": '" + badValue + "': " + remedy;
  }
}
