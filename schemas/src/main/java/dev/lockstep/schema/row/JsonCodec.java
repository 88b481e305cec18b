package dev.lockstep.schema.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.TreeMap;

/**
 * JSON by what it says: the order of an object's keys, blanks, escapes and the form of numbers do
 * not count, and of a key given twice the last wins, as in databases. What is not JSON is compared
 * as it stands.
 */
final class JsonCodec implements ValueCodec {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  @Override
  public ColumnKind kind() {
    return ColumnKind.JSON;
  }

  @Override
  public void write(Object value, CanonicalBuffer out) {
    String text = value.toString();
    byte[] known = RecentJson.find(text);
    if (known != null) {
      out.raw(known);
      return;
    }
    int start = out.length();
    write(text, out);
    RecentJson.remember(text, out, start);
  }

  private static void write(String text, CanonicalBuffer out) {
    Optional<JsonNode> parsed = parse(text);
    if (parsed.isPresent()) {
      out.octet(CanonicalBuffer.JSON);
      write(parsed.get(), out);
    } else {
      out.octet(CanonicalBuffer.JSON_AS_TEXT);
      out.text(text);
    }
  }

  @Override
  public String text(Object value) {
    String text = value.toString();
    return parse(text)
        .map(
            node -> {
              StringBuilder out = new StringBuilder(text.length());
              print(node, out);
              return out.toString();
            })
        .orElse(text);
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static void write(JsonNode node, CanonicalBuffer out) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        out.octet('{');
        out.size(node.size());
        sorted(node)
            .forEach(
                (name, child) -> {
                  out.text(name);
                  write(child, out);
                });
      }
      case ARRAY -> {
        out.octet('[');
        out.size(node.size());
        node.forEach(child -> write(child, out));
      }
      case STRING -> {
        out.octet('"');
        out.text(node.textValue());
      }
      case NUMBER -> {
        BigDecimal number = number(node);
        out.octet('#');
        out.int32(number.scale());
        out.integer(number.unscaledValue());
      }
      case BOOLEAN -> out.octet(node.booleanValue() ? 't' : 'f');
      default -> out.octet('n');
    }
  }

  private static void print(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        String separator = "{";
        for (var entry : sorted(node).entrySet()) {
          out.append(separator).append(quoted(entry.getKey())).append(':');
          print(entry.getValue(), out);
          separator = ",";
        }
        out.append(node.isEmpty() ? "{}" : "}");
      }
      case ARRAY -> {
        String separator = "[";
        for (JsonNode child : node) {
          out.append(separator);
          print(child, out);
          separator = ",";
        }
        out.append(node.isEmpty() ? "[]" : "]");
      }
      case NUMBER -> out.append(printed(number(node)));
      default -> out.append(node);
    }
  }

  /** A number with a huge exponent keeps it: written out it could fill the memory. */
  private static String printed(BigDecimal number) {
    return Math.abs((long) number.scale()) > 40 ? number.toString() : NumberCodec.plain(number);
  }

  private static TreeMap<String, JsonNode> sorted(JsonNode object) {
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    ((ObjectNode) object).properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  private static BigDecimal number(JsonNode node) {
    return node.decimalValue().stripTrailingZeros();
  }

  private static String quoted(String name) {
    return JsonNodeFactory.instance.textNode(name).toString();
  }
}
