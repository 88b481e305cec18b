package dev.lockstep.schema.codec;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The clients of this process: one for each way to reach a registry, since Kafka makes a serde for
 * every topic and thread, and each would otherwise fetch every schema again.
 */
final class RegistryClients {

  private static final BoundedCache<RegistrySettings, RegistryClient> CLIENTS =
      new BoundedCache<>(64);
  private static final ConcurrentMap<String, RegistryClient> MOCKS = new ConcurrentHashMap<>();

  private RegistryClients() {}

  static RegistryClient shared(RegistrySettings settings) {
    Optional<String> mock = settings.mockScope();
    return mock.isPresent()
        ? MOCKS.computeIfAbsent(mock.get(), InMemoryRegistry::new)
        : CLIENTS.get(settings, s -> new CachingRegistryClient(new HttpRegistryClient(s), s));
  }
}
