package dev.lockstep.embedded.mariadb;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.program.InstalledPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The server's program and the directory of its SQL scripts and messages.
 *
 * @param program the executable mariadbd
 * @param share directory with {@code mariadb_system_tables.sql} and {@code english/errmsg.sys}
 */
record ServerFiles(Path program, Path share) {

  /** Names another mariadbd than the one that would be chosen. */
  static final String PROGRAM_VARIABLE = "LOCKSTEP_MARIADBD";

  /** The one named by the environment, else the bundle where it runs, else an installed one. */
  static ServerFiles locate() {
    String named = System.getenv(PROGRAM_VARIABLE);
    if (named != null && !named.isBlank()) {
      return installed(Path.of(named))
          .orElseThrow(
              () ->
                  new EmbeddedServerException(
                      PROGRAM_VARIABLE + "=" + named + " is not a complete MariaDB server",
                      "Point it at an executable mariadbd whose share directory lies beside it, or"
                          + " unset it."));
    }
    boolean bundleRunsHere = bundleRunsHere();
    return (bundleRunsHere ? Bundle.find() : Optional.<ServerFiles>empty())
        .or(ServerFiles::onPath)
        .orElseThrow(() -> nothingFound(bundleRunsHere));
  }

  List<Path> scripts() {
    List<Path> scripts = new ArrayList<>();
    scripts.add(script("system_tables.sql"));
    scripts.add(script("performance_tables.sql"));
    scripts.add(script("system_tables_data.sql"));
    scripts.add(share.resolve("maria_add_gis_sp_bootstrap.sql"));
    return scripts;
  }

  private Path script(String name) {
    Path current = share.resolve("mariadb_" + name);
    return Files.exists(current) ? current : share.resolve("mysql_" + name);
  }

  private static boolean bundleRunsHere() {
    String arch = System.getProperty("os.arch", "");
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")
        && (arch.equals("amd64") || arch.equals("x86_64"));
  }

  private static Optional<ServerFiles> onPath() {
    return InstalledPrograms.named("mariadbd", "/opt/homebrew/opt/mariadb/bin")
        .flatMap(program -> installed(program).stream())
        .findFirst();
  }

  private static Optional<ServerFiles> installed(Path program) {
    if (!Files.isExecutable(program)) {
      return Optional.empty();
    }
    Path prefix =
        Optional.ofNullable(program.toAbsolutePath().getParent())
            .map(Path::getParent)
            .orElse(Path.of("/usr"));
    return Stream.of("share/mariadb", "share/mysql", "share")
        .map(prefix::resolve)
        .map(share -> new ServerFiles(program.toAbsolutePath(), share))
        .filter(files -> files.scripts().stream().allMatch(Files::isReadable))
        .findFirst();
  }

  private static EmbeddedServerException nothingFound(boolean bundleRunsHere) {
    String platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    return new EmbeddedServerException(
        bundleRunsHere
            ? "No MariaDB server: the bundle is not on the class path and no mariadbd is installed"
            : "No MariaDB server for "
                + platform
                + ": the bundle is for Linux on x86-64 and no mariadbd is installed",
        "Install MariaDB (Debian: apt-get install mariadb-server; macOS: brew install mariadb), or"
            + " name one in "
            + PROGRAM_VARIABLE
            + ".");
  }
}
