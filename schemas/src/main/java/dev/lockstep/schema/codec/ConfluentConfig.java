package dev.lockstep.schema.codec;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The part of a client's configuration that concerns Avro, under Confluent's keys, so that
 * Confluent's own classes can be swapped in by class name. Keys not named here are left to others.
 *
 * @param registry how to reach the registry
 * @param key whether keys or values are coded
 * @param autoRegister {@code auto.register.schemas}: register a schema when it is first written
 * @param useLatest {@code use.latest.version}: write with the subject's newest schema
 * @param latestStrict {@code latest.compatibility.strict}: refuse a record that the newest schema
 *     cannot hold
 * @param naming {@code key.subject.name.strategy} or {@code value.subject.name.strategy}
 * @param specific {@code specific.avro.reader}: read into generated classes
 * @param specificType {@code specific.avro.key.type} or {@code specific.avro.value.type}: the class
 *     to read into whatever the record is called
 * @param cachedSchemas {@code max.schemas.per.subject}: bound of each cache
 */
public record ConfluentConfig(
    RegistrySettings registry,
    boolean key,
    boolean autoRegister,
    boolean useLatest,
    boolean latestStrict,
    SubjectNaming naming,
    boolean specific,
    Optional<String> specificType,
    int cachedSchemas) {

  public static final String URL = "schema.registry.url";
  public static final String AUTO_REGISTER = "auto.register.schemas";
  public static final String USE_LATEST = "use.latest.version";
  public static final String LATEST_STRICT = "latest.compatibility.strict";
  public static final String SPECIFIC_READER = "specific.avro.reader";
  public static final String CACHED_SCHEMAS = "max.schemas.per.subject";
  public static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
  public static final String USER_INFO = "basic.auth.user.info";
  public static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  public static final String BEARER_TOKEN = "bearer.auth.token";
  public static final String MAX_RETRIES = "max.retries";
  public static final String RETRY_WAIT = "retries.wait.ms";
  public static final String RETRY_MAX_WAIT = "retries.max.wait.ms";
  public static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
  public static final String READ_TIMEOUT = "http.read.timeout.ms";

  /** Reads the keys; every unusable value is a {@link ConfigException} that names its key. */
  public static ConfluentConfig of(Map<String, ?> config, boolean key) {
    Keys keys = new Keys(config);
    String side = key ? "key" : "value";
    String naming = side + ".subject.name.strategy";
    Object configuredNaming = config.get(naming);
    int cached = keys.integer(CACHED_SCHEMAS, 1000);
    return new ConfluentConfig(
        RegistrySettings.of(keys, cached),
        key,
        keys.bool(AUTO_REGISTER, true),
        keys.bool(USE_LATEST, false),
        keys.bool(LATEST_STRICT, true),
        configuredNaming == null
            ? SubjectNaming.TOPIC
            : SubjectNaming.parse(naming, configuredNaming),
        keys.bool(SPECIFIC_READER, false),
        keys.text("specific.avro." + side + ".type"),
        cached);
  }

  /** Typed access to an untyped map. */
  record Keys(Map<String, ?> config) {

    Optional<String> text(String key) {
      @Nullable Object value = config.get(key);
      String text =
          switch (value) {
            case null -> "";
            case Password password -> password.value();
            case Class<?> type -> type.getName();
            case List<?> list -> String.join(",", list.stream().map(String::valueOf).toList());
            default -> value.toString().strip();
          };
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    boolean bool(String key, boolean otherwise) {
      Optional<String> text = text(key);
      if (text.isEmpty()) {
        return otherwise;
      }
      return switch (text.get().toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new ConfigException(key, text.get(), "Use true or false");
      };
    }

    int integer(String key, int otherwise) {
      Optional<String> text = text(key);
      try {
        int value = text.isEmpty() ? otherwise : Integer.parseInt(text.get());
        if (value >= 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Falls through to the one message for every value that is no count.
      }
      throw new ConfigException(key, text.orElse(""), "Use a whole number of 0 or more");
    }

    Duration millis(String key, int otherwise) {
      return Duration.ofMillis(integer(key, otherwise));
    }
  }
}
