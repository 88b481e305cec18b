package dev.lockstep.streams.store;

import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes {@link WriteBehindStore}s before the stores of another builder. */
public final class WriteBehindStoreBuilder implements StoreBuilder<WriteBehindStore> {

  private final StoreBuilder<KeyValueStore<Bytes, byte[]>> inner;

  public WriteBehindStoreBuilder(StoreBuilder<KeyValueStore<Bytes, byte[]>> inner) {
    this.inner = inner.withCachingDisabled();
  }

  @Override
  public WriteBehindStore build() {
    return new WriteBehindStore(inner.build());
  }

  @Override
  public StoreBuilder<WriteBehindStore> withCachingEnabled() {
    throw new UnsupportedOperationException("It is a cache already");
  }

  @Override
  public StoreBuilder<WriteBehindStore> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<WriteBehindStore> withLoggingEnabled(Map<String, String> config) {
    inner.withLoggingEnabled(config);
    return this;
  }

  @Override
  public StoreBuilder<WriteBehindStore> withLoggingDisabled() {
    inner.withLoggingDisabled();
    return this;
  }

  @Override
  public Map<String, String> logConfig() {
    return inner.logConfig();
  }

  @Override
  public boolean loggingEnabled() {
    return inner.loggingEnabled();
  }

  @Override
  public String name() {
    return inner.name();
  }
}
