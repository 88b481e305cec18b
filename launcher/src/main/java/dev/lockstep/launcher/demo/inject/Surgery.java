package dev.lockstep.launcher.demo.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.launcher.demo.inject.Injection.Harm;
import dev.lockstep.launcher.demo.inject.TargetRow.Bytes;
import dev.lockstep.launcher.demo.inject.TargetRow.Key;
import dev.lockstep.launcher.demo.shop.Shop;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes one locked row of the target within the open transaction, and says what came of it:
 * judged by the row's bytes before and after, never by what the statement was meant to do.
 */
final class Surgery {

  /** What the row has come to; no outcome means that the recipe did not take on this row. */
  record Outcome(Harm harm, List<String> columns) {}

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Connection connection;

  Surgery(Connection connection) {
    this.connection = connection;
  }

  /** Changes a column for good. */
  Optional<Outcome> alter(Key key, Alteration way, String marker) throws SQLException {
    Optional<TargetRow> before = TargetRow.lock(connection, key);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    set(key, way.column(), way.expression(marker));
    return after(key, before.get())
        .filter(List.of(way.column())::equals)
        .map(changed -> new Outcome(Harm.MISMATCHED, changed));
  }

  Optional<Outcome> delete(Key key) throws SQLException {
    if (TargetRow.lock(connection, key).isEmpty()) {
      return Optional.empty();
    }
    int gone = execute("DELETE FROM " + key.table() + " WHERE " + key.where());
    return gone == 1
        ? Optional.of(new Outcome(Harm.MISSING_ON_TARGET, List.of()))
        : Optional.empty();
  }

  /** Adds a row at a new key, a copy of one that is there. */
  Optional<Outcome> add(Key key, Key model) throws SQLException {
    Optional<TargetRow> row = TargetRow.lock(connection, model);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    List<String> others = new ArrayList<>(row.get().columns().keySet());
    others.removeAll(Shop.keyColumns(key.table()));
    List<String> keys = key.values().stream().map(String::valueOf).toList();
    int added =
        execute(
            "INSERT INTO %s (%s, %s) SELECT %s, %s FROM %s WHERE %s"
                .formatted(
                    key.table(),
                    String.join(", ", Shop.keyColumns(key.table())),
                    String.join(", ", others),
                    String.join(", ", keys),
                    String.join(", ", others),
                    key.table(),
                    model.where()));
    return added == 1
        ? Optional.of(new Outcome(Harm.EXTRA_ON_TARGET, List.of()))
        : Optional.empty();
  }

  /** Changes a column and changes it back, byte for byte: two row events that leave nothing. */
  Optional<Outcome> alterAndRevert(Key key, Alteration way, String marker) throws SQLException {
    Optional<TargetRow> before = TargetRow.lock(connection, key);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    execute(
        "SET @lockstep_saved = (SELECT %s FROM %s WHERE %s)"
            .formatted(way.column(), key.table(), key.where()));
    set(key, way.column(), way.expression(marker));
    if (!after(key, before.get()).filter(List.of(way.column())::equals).isPresent()) {
      return Optional.empty();
    }
    set(key, way.column(), "@lockstep_saved");
    return after(key, before.get())
        .filter(List::isEmpty)
        .map(unchanged -> new Outcome(Harm.NONE, List.of()));
  }

  /**
   * Writes a JSON value with the keys of its objects the other way round. Some servers have an
   * order of their own for them, and store what was there.
   */
  Optional<Outcome> reorderJson(Key key, String column) throws SQLException {
    Optional<TargetRow> before = TargetRow.lock(connection, key);
    @Nullable String json = before.map(row -> text(row, column)).orElse(null);
    if (before.isEmpty() || json == null) {
      return Optional.empty();
    }
    String sql = "UPDATE %s SET %s = ? WHERE %s".formatted(key.table(), column, key.where());
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, JSON.writeValueAsString(reversed(JSON.readTree(json))));
      update.executeUpdate();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    return after(key, before.get())
        .filter(changed -> changed.isEmpty() || changed.equals(List.of(column)))
        .map(changed -> new Outcome(Harm.NONE, changed));
  }

  /** Changes a column that the rules hide. */
  Optional<Outcome> alterHidden(Key key, String column, String expression) throws SQLException {
    Optional<TargetRow> before = TargetRow.lock(connection, key);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    set(key, column, expression);
    return harmless(key, column, before.get());
  }

  private Optional<Outcome> harmless(Key key, String column, TargetRow before) throws SQLException {
    return after(key, before)
        .filter(List.of(column)::equals)
        .map(changed -> new Outcome(Harm.NONE, changed));
  }

  private Optional<List<String>> after(Key key, TargetRow before) throws SQLException {
    return TargetRow.lock(connection, key).map(before::changedTo);
  }

  private void set(Key key, String column, String expression) throws SQLException {
    execute(
        "UPDATE %s SET %s = %s WHERE %s".formatted(key.table(), column, expression, key.where()));
  }

  private int execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static @Nullable String text(TargetRow row, String column) {
    Optional<Bytes> bytes = row.columns().getOrDefault(column, Optional.empty());
    return bytes.map(value -> new String(value.value(), StandardCharsets.UTF_8)).orElse(null);
  }

  private static JsonNode reversed(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode turned = JSON.createObjectNode();
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      names.reversed().forEach(name -> turned.set(name, reversed(object.get(name))));
      return turned;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode same = JSON.createArrayNode();
      array.forEach(element -> same.add(reversed(element)));
      return same;
    }
    return node;
  }
}
