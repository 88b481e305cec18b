package dev.lockstep.embedded.mysql;

import dev.lockstep.embedded.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Apt with a state of its own, which lies in one directory: sources, indexes and archives. To it no
 * package is installed, so it downloads a package with all that it needs. The host's packages and
 * its state are neither looked at nor changed; how the host reaches servers (proxies, credentials,
 * keys) is kept.
 */
final class Apt {

  private static final Duration UPDATE_LIMIT = Duration.ofMinutes(3);
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
  private static final Duration UNPACK_LIMIT = Duration.ofMinutes(1);

  private final Path directory;

  private Apt(Path directory) {
    this.directory = directory;
  }

  /** In an empty directory. */
  static Apt in(Path directory, DebianSources sources) throws IOException {
    Apt apt = new Apt(directory);
    Files.createDirectories(directory.resolve("state/lists/partial"));
    Files.createDirectories(apt.archives().resolve("partial"));
    Files.createDirectories(directory.resolve("sources"));
    Files.writeString(directory.resolve("state/status"), "");
    Files.writeString(directory.resolve("sources/one-line.list"), sources.oneLine());
    Files.writeString(directory.resolve("sources/deb822.sources"), sources.deb822());
    Files.writeString(apt.configuration(), apt.settings());
    return apt;
  }

  private Path archives() {
    return directory.resolve("cache/archives");
  }

  private Path configuration() {
    return directory.resolve("apt.conf");
  }

  /** Read after the host's own, so that it wins; hooks of the host have no business here. */
  private String settings() {
    return """
    Dir::State "%1$s/state";
    Dir::State::status "%1$s/state/status";
    Dir::Cache "%1$s/cache";
    Dir::Etc::sourcelist "/dev/null";
    Dir::Etc::sourceparts "%1$s/sources";
    Dir::Etc::preferences "/dev/null";
    Dir::Etc::preferencesparts "/dev/null";
    // Another user could not write here.
    APT::Sandbox::User "root";
    APT::Default-Release "";
    APT::Install-Recommends "false";
    Acquire::Retries "2";
    Acquire::http::Timeout "20";
    Acquire::https::Timeout "20";
    #clear APT::Update::Pre-Invoke;
    #clear APT::Update::Post-Invoke;
    #clear APT::Update::Post-Invoke-Success;
    #clear DPkg::Pre-Invoke;
    #clear DPkg::Post-Invoke;
    #clear DPkg::Pre-Install-Pkgs;
    """
        .formatted(directory.toAbsolutePath());
  }

  /**
   * Gets what the servers have. A source that fails is not the end: another may have the package.
   *
   * @return what it said
   */
  String update() throws IOException {
    return call(UPDATE_LIMIT, "update").output();
  }

  /** The archives of a package and of all that it needs, checked against the signed indexes. */
  List<Path> download(String name) throws IOException {
    Command.Ended ended = call(DOWNLOAD_LIMIT, "--assume-yes", "--download-only", "install", name);
    if (!ended.isSuccess()) {
      throw new IOException("apt-get cannot download " + name + ": " + problems(ended.output()));
    }
    try (Stream<Path> files = Files.list(archives())) {
      return files.filter(file -> file.toString().endsWith(".deb")).sorted().toList();
    }
  }

  /** Puts an archive's files below a directory; nothing of it is run. */
  static void unpack(Path archive, Path tree) throws IOException {
    List<String> words = List.of("dpkg-deb", "--extract", archive.toString(), tree.toString());
    Command.Ended ended = new Command(words, UNPACK_LIMIT).run();
    if (!ended.isSuccess()) {
      throw new IOException("dpkg-deb cannot unpack " + archive + ": " + ended.output().strip());
    }
  }

  /** The errors of what apt said, or all of it. */
  static String problems(String output) {
    List<String> errors = output.lines().filter(line -> line.matches("(E: |W: |Err:).*")).toList();
    return String.join(" ", errors.isEmpty() ? output.strip().lines().toList() : errors);
  }

  private Command.Ended call(Duration limit, String... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("apt-get", "--config-file=" + configuration(), "--quiet"));
    words.addAll(List.of(arguments));
    return new Command(words, limit).run();
  }
}
