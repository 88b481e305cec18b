package dev.lockstep.flow.config;

import dev.lockstep.flow.section.Section;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How the schema registry is reached. */
public record RegistrySettings(String url, Map<String, String> properties) {

  public static final RegistrySettings DEFAULT =
      new RegistrySettings("http://localhost:8081", Map.of());

  public RegistrySettings {
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /** Properties of the Avro codecs under their usual keys: a fresh map, to be added to. */
  public Map<String, Object> codec() {
    Map<String, Object> codec = new HashMap<>(properties);
    codec.put("schema.registry.url", url);
    return codec;
  }

  /** Properties may hold secrets, so only their names are shown. */
  @Override
  public String toString() {
    return "RegistrySettings[properties=%s]".formatted(properties.keySet());
  }

  static RegistrySettings read(Section section) {
    return new RegistrySettings(
        section.parsed(
            "url",
            "URL, or several comma separated",
            DEFAULT.url,
            Addresses::registryUrls,
            "The schema registry; further ones are tried when the first does not answer."),
        section.properties(
            "properties", "Further properties of the Avro codecs, such as basic.auth.user.info."));
  }
}
