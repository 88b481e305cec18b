package dev.lockstep.schema.codec;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/**
 * How to reach a registry.
 *
 * @param urls tried in turn; or one {@code mock://scope}
 * @param authorization value of the Authorization header
 * @param retries rounds over all the URLs after the first
 * @param retryWait pause after the first round; doubles with each
 * @param retryMaxWait bound of the pause
 * @param connectTimeout to a connection
 * @param readTimeout to an answer
 * @param cachedSchemas bound of each cache
 */
record RegistrySettings(
    List<String> urls,
    Optional<String> authorization,
    int retries,
    Duration retryWait,
    Duration retryMaxWait,
    Duration connectTimeout,
    Duration readTimeout,
    int cachedSchemas) {

  private static final String MOCK = "mock://";

  RegistrySettings {
    urls = List.copyOf(urls);
  }

  static RegistrySettings of(ConfluentConfig.Keys keys, int cachedSchemas) {
    String configured = keys.text(ConfluentConfig.URL).orElse("");
    List<URI> uris =
        Arrays.stream(configured.split(","))
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .map(RegistrySettings::uri)
            .toList();
    if (uris.isEmpty()) {
      throw new ConfigException(
          ConfluentConfig.URL, configured, "Give the registry's address, such as http://host:8081");
    }
    return new RegistrySettings(
        uris.stream().map(RegistrySettings::withoutUserInfo).toList(),
        authorization(keys, uris.getFirst()),
        keys.integer(ConfluentConfig.MAX_RETRIES, 6),
        keys.millis(ConfluentConfig.RETRY_WAIT, 100),
        keys.millis(ConfluentConfig.RETRY_MAX_WAIT, 2_000),
        keys.millis(ConfluentConfig.CONNECT_TIMEOUT, 5_000),
        keys.millis(ConfluentConfig.READ_TIMEOUT, 15_000),
        cachedSchemas);
  }

  /** The scope of a {@code mock://} address: a registry in the memory of this process. */
  Optional<String> mockScope() {
    return urls.getFirst().startsWith(MOCK)
        ? Optional.of(urls.getFirst().substring(MOCK.length()))
        : Optional.empty();
  }

  private static URI uri(String url) {
    try {
      URI uri = URI.create(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean hasHost = uri.getHost() != null && List.of("http", "https").contains(scheme);
      if (hasHost || scheme.equals("mock")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the one message; the value may hold a password, so it is not repeated.
    }
    throw new ConfigException(
        ConfluentConfig.URL
            + ": not an address that begins with http://, https:// or mock:// and names a host;"
            + " in a user name or password write @ as %40 and / as %2F");
  }

  private static String withoutUserInfo(URI uri) {
    String text = uri.toString();
    if (uri.getRawUserInfo() != null) {
      text = text.replace(uri.getRawUserInfo() + "@", "");
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static Optional<String> authorization(ConfluentConfig.Keys keys, URI first) {
    Optional<String> token = keys.text(ConfluentConfig.BEARER_TOKEN);
    if (token.isPresent()
        && keys.text(ConfluentConfig.BEARER_SOURCE).orElse("").equals("STATIC_TOKEN")) {
      return Optional.of("Bearer " + token.get());
    }
    String source = keys.text(ConfluentConfig.CREDENTIALS_SOURCE).orElse("URL");
    Optional<String> user =
        switch (source) {
          case "URL" -> Optional.ofNullable(first.getUserInfo());
          case "USER_INFO" -> userInfo(keys);
          default ->
              throw new ConfigException(
                  ConfluentConfig.CREDENTIALS_SOURCE, source, "Use URL or USER_INFO");
        };
    return user.map(RegistrySettings::basic);
  }

  private static Optional<String> userInfo(ConfluentConfig.Keys keys) {
    Optional<String> user =
        keys.text(ConfluentConfig.USER_INFO)
            .or(() -> keys.text("schema.registry." + ConfluentConfig.USER_INFO));
    if (user.isEmpty()) {
      throw new ConfigException(
          ConfluentConfig.USER_INFO
              + ": give user:password, since credentials come from USER_INFO");
    }
    return user;
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return "RegistrySettings" + urls + (authorization.isPresent() ? " with credentials" : "");
  }
}
