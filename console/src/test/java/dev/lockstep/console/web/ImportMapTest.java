package dev.lockstep.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ImportMapTest {

  private final ClassLoader loader = ImportMapTest.class.getClassLoader();

  @Test
  void everyLibraryOfThePageIsOnTheClassPath() throws Exception {
    JsonNode imports =
        new ObjectMapper().readTree(ImportMap.ofClassPath(loader).json()).path("imports");
    assertThat(imports.fieldNames())
        .toIterable()
        .contains("lit", "lit-html", "lit-element/", "@lit/reactive-element", "echarts");
    imports.forEach(
        path -> {
          if (path.asText().endsWith(".js")) {
            assertThat(loader.getResource("META-INF/resources" + path.asText()))
                .as(path.asText())
                .isNotNull();
          }
        });
  }
}
