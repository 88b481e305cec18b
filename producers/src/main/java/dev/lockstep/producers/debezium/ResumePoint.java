package dev.lockstep.producers.debezium;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.schema.topic.TableName;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where to go on reading: the start of the transaction read last, and the place in it up to which
 * everything is published. The connector always starts at the transaction's first event and what
 * lies at or before the mark is dropped here; its own way of skipping is not used, since it stores
 * offsets while skipping that would publish twice after a second crash, and since a reconnect of
 * its log client does not skip at all.
 *
 * @param offset the connector's offset, stripped to the transaction's start
 * @param mark last place published; empty when nothing was since the snapshot
 * @param abandoned tables whose changes are no longer published
 */
public record ResumePoint(
    Map<String, Object> offset, Optional<LogMark> mark, Set<TableName> abandoned) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, Object>> OFFSET = new TypeReference<>() {};
  private static final String GTIDS = "gtids";
  private static final String PART = "part";
  private static final String ABANDONED = "abandoned";

  public ResumePoint {
    offset = Collections.unmodifiableMap(new TreeMap<>(offset));
    abandoned = Set.copyOf(abandoned);
  }

  public static ResumePoint of(
      Map<String, ?> connectorOffset, Optional<LogMark> mark, Set<TableName> abandoned) {
    Map<String, Object> offset = new TreeMap<>(connectorOffset);
    Object transaction = offset.get(RecordReader.TRANSACTION_ID);
    offset
        .keySet()
        .removeIf(
            key ->
                key.equals(RecordReader.EVENT)
                    || key.equals(RecordReader.ROW)
                    || key.startsWith("transaction_")
                    || key.startsWith("incremental_snapshot"));
    Object gtids = offset.get(GTIDS);
    if (transaction != null && gtids != null && contains(gtids, transaction)) {
      // The first transaction that the server ever logged: the connector counts it as done from
      // its first event on. Without the set it goes on by file and position.
      offset.remove(GTIDS);
    }
    return new ResumePoint(offset, mark, abandoned);
  }

  private static Set<TableName> abandoned(JsonNode root) {
    Set<TableName> tables = new HashSet<>();
    root.path(ABANDONED).forEach(name -> tables.add(TableName.parse(name.asText())));
    return tables;
  }

  private static boolean contains(Object gtids, Object transaction) {
    return Arrays.asList(gtids.toString().split(",")).contains(transaction.toString());
  }

  /** Log file, for people. */
  public String file() {
    return Objects.toString(offset.get("file"), "");
  }

  /** Transactions known to be read in whole. */
  public String gtids() {
    return Objects.toString(offset.get(GTIDS), "");
  }

  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.set("offset", JSON.valueToTree(offset));
    mark.ifPresent(
        m ->
            root.putObject("mark")
                .put("transaction", m.transaction())
                .put(RecordReader.EVENT, m.event())
                .put(RecordReader.ROW, m.row())
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
                      mark.get(RecordReader.EVENT).asLong(),
                      mark.get(RecordReader.ROW).asLong(),
                      mark.get(PART).asInt())),
          abandoned(root));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a position: " + json, e);
    }
  }
}
