package dev.lockstep.embedded.mysql;

import dev.lockstep.embedded.program.Command;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program of Oracle's server that runs here.
 *
 * @param command how it is called
 * @param options where its own files are, unless it knows by itself
 * @param version as it tells itself
 */
public record MySqlProgram(List<String> command, List<String> options, String version) {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final Pattern VERSION = Pattern.compile("Ver ((\\d+)\\.\\d+\\S*)");

  /** The first with the whole of the columns' facts in its log. */
  private static final int OLDEST_MAJOR = 8;

  public MySqlProgram {
    command = List.copyOf(command);
    options = List.copyOf(options);
  }

  /** One that is installed. */
  static MySqlProgram installed(Path program) throws IOException {
    List<String> command = List.of(program.toAbsolutePath().toString());
    return new MySqlProgram(command, List.of(), askVersion(command));
  }

  /**
   * One that lies in a tree of unpacked packages, with all libraries that it needs: they are of
   * another release than the host's, so it is run by the loader and with the libraries of the tree.
   */
  static MySqlProgram unpacked(Path tree) throws IOException {
    Path usr = tree.toAbsolutePath().resolve("usr");
    Path loader = loader(usr.resolve("lib"));
    List<String> command =
        List.of(
            loader.toString(),
            "--inhibit-cache",
            "--library-path",
            loader.resolveSibling("").toString(),
            usr.resolve("sbin/mysqld").toString());
    List<String> options =
        List.of(
            "--basedir=" + usr,
            "--lc-messages-dir=" + usr.resolve("share/mysql"),
            "--character-sets-dir=" + usr.resolve("share/mysql/charsets"),
            "--plugin-dir=" + usr.resolve("lib/mysql/plugin"));
    return new MySqlProgram(command, options, askVersion(command));
  }

  /** It lies in the libraries' directory, which is named after the architecture. */
  private static Path loader(Path lib) throws IOException {
    try (DirectoryStream<Path> directories =
        Files.newDirectoryStream(lib, directory -> Files.isDirectory(directory))) {
      for (Path directory : directories) {
        try (DirectoryStream<Path> loaders =
            Files.newDirectoryStream(directory, "ld-linux*.so.*")) {
          for (Path loader : loaders) {
            return loader;
          }
        }
      }
    }
    throw new IOException("no loader of programs in " + lib);
  }

  private static String askVersion(List<String> command) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.add("--no-defaults");
    words.add("--version");
    Command.Ended ended = new Command(words, ANSWER_LIMIT).run();
    if (!ended.isSuccess()) {
      throw new IOException(command.getLast() + " does not run: " + ended.output().strip());
    }
    return version(ended.output());
  }

  /** What it says of itself; refuses what is no MySQL, or too old a one. */
  static String version(String said) throws IOException {
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      throw new IOException("it does not say its version but: " + said.strip());
    }
    if (said.contains("MariaDB")) {
      throw new IOException("it is MariaDB's, " + version.group(1));
    }
    if (Integer.parseInt(version.group(2)) < OLDEST_MAJOR) {
      throw new IOException("it is too old: " + version.group(1) + ", not 8.0 or newer");
    }
    return version.group(1);
  }
}
