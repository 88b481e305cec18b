package dev.lockstep.flow.config;

import dev.lockstep.flow.section.KeyDoc;
import dev.lockstep.flow.section.Reading;
import dev.lockstep.flow.section.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code docs/config.md}, from the keys that the loader asks for. */
public final class ConfigReference {

  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Generated from the loader's own keys; do not edit. Regenerate: %s -->

      One YAML file. Every problem in it is reported at once, with its key, the value that stands there and
      what would be right; `lockstep config check -c FILE` does nothing else.

      - **Unknown keys are refused**, and the nearest known one is named.
      - **References**: `${env:NAME}` is an environment variable, `${file:PATH}` the content of a file without
        the line ends that close it; `$${` is a plain `${`. What they lead to is never shown.
      - **Overrides**: any single value can be set by an environment variable named after its key, with
        `LOCKSTEP_` before it, in capitals, everything else an underscore: `endpoints.shop.password` is
        `LOCKSTEP_ENDPOINTS_SHOP_PASSWORD`. Endpoints and flows themselves are made in the file.
      - **Durations** are a whole number with its unit: `250ms`, `30s`, `5m`, `1h`, `7d`.
      - **Table patterns** are `schema.table`; `%%` stands for any characters within one of the two parts. The
        schemas that databases keep for themselves and the progress schema are never part of a flow.
      - Of several **renames** the first that means a table decides; a table that none means keeps its name.
        Of several **column rules** for one column the last decides.

      ## A complete example

      ```yaml
      %s```
      """;

  private ConfigReference() {}

  /**
   * @param regenerate the command that writes it anew
   */
  public static String markdown(String regenerate) {
    Reading reading = Reading.documenting();
    ConfigReader.read(reading.root(YamlNode.Mapping.EMPTY));
    Map<String, List<KeyDoc>> sections =
        reading.docs().stream()
            .collect(
                Collectors.groupingBy(
                    doc -> doc.path().substring(0, doc.path().indexOf('.')),
                    LinkedHashMap::new,
                    Collectors.toList()));
    StringBuilder page =
        new StringBuilder(INTRODUCTION.formatted(regenerate, ConfigExample.yaml()));
    sections.forEach((name, docs) -> section(name, docs, page));
    return page.toString();
  }

  private static void section(String name, List<KeyDoc> docs, StringBuilder page) {
    page.append("\n## ").append(name).append("\n\n");
    page.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (KeyDoc doc : docs) {
      page.append("| ").append(code(doc.path())).append(" | ").append(doc.type()).append(" | ");
      page.append(doc.defaultValue().isEmpty() ? "" : code(doc.defaultValue())).append(" | ");
      page.append(doc.meaning()).append(" |\n");
    }
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
