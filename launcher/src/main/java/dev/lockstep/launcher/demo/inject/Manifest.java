package dev.lockstep.launcher.demo.inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The injector's account of its deeds: JSON lines, appended and forced to disk before each commit
 * and again after it. The last line of a number counts; a torn last line counts for nothing.
 */
public final class Manifest implements AutoCloseable {

  private static final String SUFFIX = ".manifest.jsonl";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel file;

  private Manifest(FileChannel file) {
    this.file = file;
  }

  /** The manifest of one run within the directory of all. */
  public static Path file(Path directory, String run) {
    return directory.resolve(run + SUFFIX);
  }

  static Manifest create(Path path) throws IOException {
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    return new Manifest(
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  void write(Injection injection) throws IOException {
    ByteBuffer line =
        ByteBuffer.wrap(
            (JSON.writeValueAsString(injection) + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      file.write(line);
    }
    file.force(false);
  }

  /** What one run did, in order; nothing when it left no manifest. */
  public static List<Injection> read(Path path) throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    Map<Integer, Injection> byNumber = new LinkedHashMap<>();
    String text = Files.readString(path, StandardCharsets.UTF_8);
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      Injection injection = parse(path, text.substring(from, end));
      byNumber.put(injection.number(), injection);
      from = end + 1;
    }
    return List.copyOf(byNumber.values());
  }

  /** What all runs in a directory did, but for one. */
  public static List<Injection> readOthers(Path directory, Path but) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Injection> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(SUFFIX) && !file.equals(but)) {
          all.addAll(read(file));
        }
      }
    }
    return List.copyOf(all);
  }

  private static Injection parse(Path path, String line) throws IOException {
    try {
      return JSON.readValue(line, Injection.class);
    } catch (JsonProcessingException e) {
      throw new IOException("Not a line of a manifest in " + path + ": " + line, e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
