package dev.lockstep.embedded.server;

import dev.lockstep.embedded.EmbeddedServerException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The passwords of one server's accounts: made by chance when its directory is, and kept there in
 * files that nobody else may read. A directory of an earlier version gets its own at the next
 * start.
 */
public record Passwords(String user, String admin) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BITS = 160;

  /** For the file and for what is written on the way to it. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** Those of a server's directory, made when there are none. */
  public static Passwords of(Path dataDir) {
    return new Passwords(kept(userFile(dataDir)), kept(adminFile(dataDir)));
  }

  /** Where the password of {@link LocalServer#USER} stands, alone. */
  public static Path userFile(Path dataDir) {
    return dataDir.toAbsolutePath().normalize().resolve("password");
  }

  /** Where the password of {@link LocalServer#ADMIN} stands, alone. */
  public static Path adminFile(Path dataDir) {
    return dataDir.toAbsolutePath().normalize().resolve("admin-password");
  }

  private static String kept(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      String password = Files.readString(file).strip();
      if (!password.matches("[a-z0-9]+")) {
        throw new IOException("it does not hold a password made here");
      }
      return password;
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "Cannot keep a database's password in " + file + ": " + e.getMessage(),
          "Give this user the right to write there, or remove the file: the next start makes another.",
          e);
    }
  }

  private static void create(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    write(file, new BigInteger(BITS, RANDOM).toString(36));
  }

  /** Writes what only the owner may read; there is no moment at which others could. */
  static void write(Path file, String secret) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel out = Files.newByteChannel(fresh, options, OWNER_ONLY)) {
      ByteBuffer bytes = ByteBuffer.wrap(secret.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException("another process writes it at the same time", e);
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Passwords are never shown. */
  @Override
  public String toString() {
    return "Passwords[***]";
  }
}
