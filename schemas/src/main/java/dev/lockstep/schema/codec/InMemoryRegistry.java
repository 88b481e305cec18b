package dev.lockstep.schema.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * A registry in memory, for tests: {@code mock://scope}. Ids as a real one gives them; no rules.
 */
final class InMemoryRegistry implements RegistryClient {

  private final String scope;
  private final List<Schema> schemas = new ArrayList<>();
  private final Map<String, List<Schema>> subjects = new LinkedHashMap<>();

  InMemoryRegistry(String scope) {
    this.scope = scope;
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    List<Schema> versions = subjects.computeIfAbsent(subject, s -> new ArrayList<>());
    if (!versions.contains(schema)) {
      versions.add(schema);
    }
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return schemas.indexOf(schema) + 1;
  }

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    List<Schema> versions = versions(subject);
    if (!versions.contains(schema)) {
      throw unknown(
          RegistryException.SCHEMA_UNKNOWN,
          "Subject '" + subject + "' does not hold schema " + schema.getFullName());
    }
    return schemas.indexOf(schema) + 1;
  }

  @Override
  public synchronized Schema byId(int id) {
    if (id < 1 || id > schemas.size()) {
      throw unknown(RegistryException.SCHEMA_UNKNOWN, "Schema id " + id + " is not known");
    }
    return schemas.get(id - 1);
  }

  @Override
  public synchronized RegisteredSchema latest(String subject) {
    List<Schema> versions = versions(subject);
    Schema newest = versions.getLast();
    return new RegisteredSchema(subject, versions.size(), schemas.indexOf(newest) + 1, newest);
  }

  /** Nothing is ever refused here. */
  @Override
  public void setCompatibility(String subject, String level) {}

  @Override
  public synchronized List<String> subjects() {
    return List.copyOf(subjects.keySet());
  }

  private List<Schema> versions(String subject) {
    List<Schema> versions = subjects.get(subject);
    if (versions == null) {
      throw unknown(
          RegistryException.SUBJECT_UNKNOWN, "Subject '" + subject + "' is not registered");
    }
    return versions;
  }

  private RegistryException unknown(int code, String message) {
    return RegistryException.refused(404, code, message + " in mock://" + scope);
  }
}
