package dev.lockstep.embedded.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs that are installed here, also where servers lie that are not for everyone's PATH. */
public final class InstalledPrograms {

  private InstalledPrograms() {}

  /** Each executable of this name, those on the PATH first, in its order. */
  public static Stream<Path> named(String name, String... moreDirectories) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(
            Stream.of(path.split(File.pathSeparator)),
            Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/libexec"),
            Stream.of(moreDirectories))
        .flatMap(directories -> directories)
        .filter(directory -> !directory.isBlank())
        .distinct()
        .map(directory -> Path.of(directory).resolve(name))
        .filter(Files::isExecutable);
  }
}
