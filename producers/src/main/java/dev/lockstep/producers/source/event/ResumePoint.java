package dev.lockstep.producers.source.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.schema.topic.TableName;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where to go on reading: the start of the transaction read last, and the place in it up to which
 * everything is published. What the source tells at or before the mark is dropped.
 *
 * @param offset where the source goes on, in its own words
 * @param mark last place published; empty when nothing was since the snapshot
 * @param abandoned tables whose changes are no longer published
 */
public record ResumePoint(
    Map<String, Object> offset, Optional<LogMark> mark, Set<TableName> abandoned) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, Object>> OFFSET = new TypeReference<>() {};
  private static final String EVENT = "event";
  private static final String ROW = "row";
  private static final String PART = "part";
  private static final String ABANDONED = "abandoned";

  public ResumePoint {
    offset = Collections.unmodifiableMap(new TreeMap<>(offset));
    abandoned = Set.copyOf(abandoned);
  }

  public static ResumePoint of(LogOffset offset, Optional<LogMark> mark, Set<TableName> abandoned) {
    return new ResumePoint(offset.resume(), mark, abandoned);
  }

  private static Set<TableName> abandoned(JsonNode root) {
    Set<TableName> tables = new HashSet<>();
    root.path(ABANDONED).forEach(name -> tables.add(TableName.parse(name.asText())));
    return tables;
  }

  /** The place in the log; its start when the source goes by something else. */
  public LogPlace place() {
    return LogPlace.of(offset).orElse(LogPlace.START);
  }

  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.set("offset", JSON.valueToTree(offset));
    mark.ifPresent(
        m ->
            root.putObject("mark")
                .put("transaction", m.transaction())
                .put(EVENT, m.event())
                .put(ROW, m.row())
                .put(PART, m.part()));
    if (!abandoned.isEmpty()) {
      ArrayNode names = root.putArray(ABANDONED);
      abandoned.stream().sorted().forEach(table -> names.add(table.toString()));
    }
    return root.toString();
  }

  public static ResumePoint fromJson(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      JsonNode mark = root.get("mark");
      return new ResumePoint(
          JSON.convertValue(root.get("offset"), OFFSET),
          mark == null
              ? Optional.empty()
              : Optional.of(
                  new LogMark(
                      mark.get("transaction").asText(),
                      mark.get(EVENT).asLong(),
                      mark.get(ROW).asLong(),
                      mark.get(PART).asInt())),
          abandoned(root));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a position: " + json, e);
    }
  }
}
