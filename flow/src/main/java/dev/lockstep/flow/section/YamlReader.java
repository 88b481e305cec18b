package dev.lockstep.flow.section;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns YAML text into nodes. Keys given twice, aliases and further documents are problems. */
public final class YamlReader {

  private final YAMLParser parser;
  private final ProblemSink problems;

  private YamlReader(YAMLParser parser, ProblemSink problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** Reads the one mapping that a configuration is; an empty one when it cannot be read. */
  public static YamlNode.Mapping read(String yaml, ProblemSink problems) {
    try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
      return new YamlReader(parser, problems).document();
    } catch (JsonProcessingException malformed) {
      problems.problem("(YAML)", where(malformed), what(malformed));
      return YamlNode.Mapping.EMPTY;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private YamlNode.Mapping document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return YamlNode.Mapping.EMPTY;
    }
    if (first != JsonToken.START_OBJECT) {
      problems.problem("(YAML)", "", "The file must be a mapping of sections, such as 'kafka:'.");
      return YamlNode.Mapping.EMPTY;
    }
    YamlNode.Mapping mapping = mapping("");
    if (parser.nextToken() != null) {
      problems.problem("(YAML)", "---", "Only one document in a file; take the second away.");
    }
    return mapping;
  }

  private YamlNode node(String path) throws IOException {
    JsonToken token = parser.currentToken();
    if (parser.isCurrentAlias()) {
      problems.problem(path, "*" + parser.getText(), "Aliases are not read; write the value out.");
      return new YamlNode.Scalar("", true);
    }
    return switch (token) {
      case START_OBJECT -> mapping(path);
      case START_ARRAY -> sequence(path);
      case VALUE_NULL -> new YamlNode.Scalar("", true);
      default -> new YamlNode.Scalar(parser.getText(), false);
    };
  }

  private YamlNode.Mapping mapping(String path) throws IOException {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      parser.nextToken();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      if (entries.put(key, node(keyPath)) != null) {
        problems.problem(keyPath, "", "Given twice, again in line " + line + "; keep one.");
      }
    }
    return new YamlNode.Mapping(entries);
  }

  private YamlNode.Sequence sequence(String path) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path + "[" + items.size() + "]"));
    }
    return new YamlNode.Sequence(items);
  }

  private static String where(JsonProcessingException malformed) {
    return malformed.getLocation() == null
        ? ""
        : "line "
            + malformed.getLocation().getLineNr()
            + ", column "
            + malformed.getLocation().getColumnNr();
  }

  /** The parser's words without the line that it quotes, which may hold a secret. */
  private static String what(JsonProcessingException malformed) {
    String words =
        malformed
            .getOriginalMessage()
            .lines()
            .filter(line -> !line.startsWith(" "))
            .limit(2)
            .collect(Collectors.joining(", "));
    return "This is not YAML: "
        + words
        + ". Check the indentation, and quote values with ': ', '#' or a leading '*' or '%'.";
  }
}
