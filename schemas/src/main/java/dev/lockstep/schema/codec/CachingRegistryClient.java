package dev.lockstep.schema.codec;

import java.util.List;
import org.apache.avro.Schema;

/** Remembers, within a bound, the answers that can never change. Keyed by schema equality. */
final class CachingRegistryClient implements RegistryClient {

  private record SubjectSchema(String subject, Schema schema) {}

  private final RegistryClient registry;
  private final BoundedCache<SubjectSchema, Integer> registered;
  private final BoundedCache<SubjectSchema, Integer> looked;
  private final BoundedCache<Integer, Schema> schemas;

  CachingRegistryClient(RegistryClient registry, RegistrySettings settings) {
    this.registry = registry;
    this.registered = new BoundedCache<>(settings.cachedSchemas());
    this.looked = new BoundedCache<>(settings.cachedSchemas());
    this.schemas = new BoundedCache<>(settings.cachedSchemas());
  }

  @Override
  public int register(String subject, Schema schema) {
    return registered.get(
        new SubjectSchema(subject, schema), key -> registry.register(subject, schema));
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return looked.get(new SubjectSchema(subject, schema), key -> registry.idOf(subject, schema));
  }

  @Override
  public Schema byId(int id) {
    return schemas.get(id, registry::byId);
  }

  @Override
  public RegisteredSchema latest(String subject) {
    return registry.latest(subject);
  }

  @Override
  public void setCompatibility(String subject, String level) {
    registry.setCompatibility(subject, level);
  }

  @Override
  public List<String> subjects() {
    return registry.subjects();
  }
}
