package dev.lockstep.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The import map of the page: where the browser finds the libraries that modules import by name. It
 * is put together from the maps that the libraries' own jars carry.
 *
 * @param json the map as it stands in the page
 */
record ImportMap(String json) {

  private static final String RESOURCE = "META-INF/importmap.json";

  /** The whole of ECharts in one file; its module tree would be hundreds of requests. */
  private static final String ECHARTS_BUNDLE = "dist/echarts.esm.min.js";

  static ImportMap ofClassPath(ClassLoader loader) {
    Map<String, String> imports = new TreeMap<>();
    ObjectMapper mapper = new ObjectMapper();
    try {
      Enumeration<URL> maps = loader.getResources(RESOURCE);
      while (maps.hasMoreElements()) {
        JsonNode found = mapper.readTree(maps.nextElement()).path("imports");
        found.properties().forEach(entry -> imports.put(entry.getKey(), entry.getValue().asText()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    imports.keySet().removeIf(name -> !isUsed(name));
    imports.computeIfPresent("echarts", (name, index) -> imports.get("echarts/") + ECHARTS_BUNDLE);
    ObjectNode root = mapper.createObjectNode();
    imports.forEach(root.putObject("imports")::put);
    return new ImportMap(root.toString());
  }

  private static boolean isUsed(String name) {
    return name.equals("echarts")
        || name.equals("echarts/")
        || name.matches("(lit|lit-html|lit-element|@lit/reactive-element)/?");
  }

  /** Lets a content security policy allow exactly this inline map. */
  String sha256() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
