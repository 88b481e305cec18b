package dev.lockstep.embedded.mysql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine's own package sources, turned to the release in which Debian keeps MySQL. Where
 * packages come from and whose keys are trusted stays as the machine's owner wants it; no server is
 * named here.
 *
 * @param oneLine in the format of {@code .list} files
 * @param deb822 in the format of {@code .sources} files
 */
record DebianSources(String oneLine, String deb822) {

  /** MySQL's server is in no stable release. */
  private static final String RELEASE = "unstable";

  private static final String SECTION = "main";
  private static final Set<String> OFF = Set.of("no", "false", "without", "off", "disable", "0");
  private static final Pattern ONE_LINE =
      Pattern.compile("deb\\s+(\\[[^]]*]\\s+)?(\\S+)\\s+(\\S+)\\s+([^#]+).*");
  private static final Pattern CODENAME =
      Pattern.compile("^VERSION_CODENAME=\"?(\\w+)", Pattern.MULTILINE);

  boolean isEmpty() {
    return oneLine.isBlank() && deb822.isBlank();
  }

  /**
   * Reads what apt reads.
   *
   * @param etc where {@code os-release} and {@code apt} are
   * @throws IOException also on a system that is not Debian
   */
  static DebianSources read(Path etc) throws IOException {
    Set<String> releases = releases(contentOf(etc.resolve("os-release")));
    List<String> lists = new ArrayList<>(List.of(contentOf(etc.resolve("apt/sources.list"))));
    List<String> stanzas = new ArrayList<>();
    Path parts = etc.resolve("apt/sources.list.d");
    if (Files.isDirectory(parts)) {
      try (Stream<Path> files = Files.list(parts)) {
        for (Path file : files.sorted().toList()) {
          if (file.toString().endsWith(".list")) {
            lists.add(contentOf(file));
          } else if (file.toString().endsWith(".sources")) {
            stanzas.add(contentOf(file));
          }
        }
      }
    }
    return of(String.join("\n", lists), String.join("\n\n", stanzas), releases);
  }

  /** The names by which this system's sources may call a release of Debian's. */
  private static Set<String> releases(String osRelease) throws IOException {
    if (osRelease.lines().noneMatch(line -> line.matches("ID=\"?debian\"?"))) {
      throw new IOException("this system is not Debian");
    }
    Set<String> names =
        new LinkedHashSet<>(Set.of("oldstable", "stable", "testing", "unstable", "sid"));
    Matcher codename = CODENAME.matcher(osRelease);
    if (codename.find()) {
      names.add(codename.group(1));
    }
    return names;
  }

  /** Of sources in both formats, those for one of the releases; what is for others is left out. */
  static DebianSources of(String oneLine, String deb822, Set<String> releases) {
    String lines =
        oneLine
            .lines()
            .flatMap(line -> turnedLine(line.strip(), releases))
            .distinct()
            .collect(Collectors.joining("\n", "", "\n"));
    // A line of a comment does not part stanzas, an empty one does.
    String stanzas =
        Stream.of(deb822.replaceAll("(?m)^#.*\\n?", "").split("\\n\\s*\\n"))
            .flatMap(stanza -> turnedStanza(stanza, releases))
            .distinct()
            .collect(Collectors.joining("\n\n", "", "\n"));
    return new DebianSources(lines, stanzas);
  }

  private static Stream<String> turnedLine(String line, Set<String> releases) {
    Matcher source = ONE_LINE.matcher(line);
    if (!source.matches()
        || !releases.contains(source.group(3))
        || !isOnServer(source.group(2))
        || !words(source.group(4)).contains(SECTION)) {
      return Stream.empty();
    }
    String options = source.group(1) == null ? "" : source.group(1).strip() + " ";
    return Stream.of("deb " + options + source.group(2) + " " + RELEASE + " " + SECTION);
  }

  private static Stream<String> turnedStanza(String stanza, Set<String> releases) {
    Map<String, String> fields = fields(stanza);
    if (!words(fields.remove("types")).contains("deb")
        || words(fields.remove("suites")).stream().noneMatch(releases::contains)
        || !words(fields.remove("components")).contains(SECTION)
        || OFF.contains(fields.getOrDefault("enabled", "yes").strip().toLowerCase(Locale.ROOT))
        || words(fields.get("uris")).stream().noneMatch(DebianSources::isOnServer)) {
      return Stream.empty();
    }
    fields.put("types", " deb");
    fields.put("suites", " " + RELEASE);
    fields.put("components", " " + SECTION);
    return Stream.of(
        fields.entrySet().stream()
            .map(field -> field.getKey() + ":" + field.getValue())
            .collect(Collectors.joining("\n")));
  }

  /** By their names, which may be written in capitals or not. */
  private static Map<String, String> fields(String stanza) {
    Map<String, String> fields = new LinkedHashMap<>();
    // What is indented goes on with the field above, as a key does that stands in the file.
    for (String field : stanza.strip().split("\n(?![ \t])")) {
      String[] parts = field.split(":", 2);
      if (parts.length == 2) {
        fields.put(parts[0].strip().toLowerCase(Locale.ROOT), parts[1].stripTrailing());
      }
    }
    return fields;
  }

  /** Nobody is there to put in a disc. */
  private static boolean isOnServer(String uri) {
    return !uri.startsWith("cdrom:");
  }

  private static Set<String> words(@Nullable String text) {
    return text == null ? Set.of() : Set.copyOf(Arrays.asList(text.strip().split("\\s+")));
  }

  private static String contentOf(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
