package dev.lockstep.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real file system with little room, in memory, that only processes started {@link #inside} see.
 *
 * <p>It is mounted in a mount namespace of its own, so it needs neither a free disk nor a trace of
 * clearing up: it is gone with the last process in it. The process that holds it ends with its
 * standard input, hence with the test.
 */
final class SmallDisk implements AutoCloseable {

  private static final List<List<String>> WAYS =
      List.of(
          List.of("unshare", "--mount"),
          List.of("unshare", "--user", "--map-root-user", "--mount"));

  private static final int BLOCK = 1 << 20;

  private final Process holder;
  private final Path mountPoint;
  private final boolean ownUsers;

  private SmallDisk(Process holder, Path mountPoint, boolean ownUsers) {
    this.holder = holder;
    this.mountPoint = mountPoint;
    this.ownUsers = ownUsers;
  }

  /** Mounts it over a directory; empty where this user may not, or the system has no such thing. */
  static Optional<SmallDisk> mount(Path over, int megabytes) throws Exception {
    Files.createDirectories(over);
    for (List<String> way : WAYS) {
      Process holder;
      try {
        holder = new ProcessBuilder(holding(way, over, megabytes)).start();
      } catch (IOException e) {
        continue; // there is no such command
      }
      if (holder.getInputStream().read() == '+') {
        return Optional.of(new SmallDisk(holder, over, way.contains("--user")));
      }
      holder.waitFor(10, TimeUnit.SECONDS);
    }
    return Optional.empty();
  }

  private static List<String> holding(List<String> way, Path over, int megabytes) {
    List<String> command = new ArrayList<>(way);
    String script = "mount -t tmpfs -o size=" + megabytes + "m lockstep \"$0\" && echo + && cat";
    command.addAll(List.of("sh", "-c", script, over.toString()));
    return command;
  }

  /** What to put before a command so that it runs where the disk is. */
  List<String> inside() {
    List<String> prefix = new ArrayList<>(List.of("nsenter", "--target", "" + holder.pid()));
    if (ownUsers) {
      prefix.addAll(List.of("--user", "--preserve-credentials"));
    }
    prefix.addAll(List.of("--mount", "--"));
    return prefix;
  }

  /** Takes all the room there is, but for this much. */
  void fill(int leftMegabytes) throws IOException {
    try (OutputStream filler = Files.newOutputStream(filler())) {
      byte[] block = new byte[BLOCK];
      while (seen(mountPoint).toFile().getUsableSpace() >= (leftMegabytes + 1L) * BLOCK) {
        filler.write(block);
      }
      if (leftMegabytes == 0) {
        writeUntilRefused(filler);
      }
    }
  }

  private static void writeUntilRefused(OutputStream filler) {
    byte[] page = new byte[4096];
    try {
      while (true) {
        filler.write(page);
      }
    } catch (IOException e) {
      // This is what was wanted: not a page is left.
      requireFull(e);
    }
  }

  private static void requireFull(IOException e) {
    if (!String.valueOf(e.getMessage()).contains("No space left")) {
      throw new AssertionError("Refused for another reason than room", e);
    }
  }

  /** Gives back what {@link #fill} took. */
  void clear() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return seen(mountPoint).resolve("filler");
  }

  /** The same place as seen from outside of the namespace. */
  private Path seen(Path inside) {
    return Path.of("/proc/" + holder.pid() + "/root" + inside.toAbsolutePath());
  }

  @Override
  public void close() throws Exception {
    holder.getOutputStream().close();
    if (!holder.waitFor(10, TimeUnit.SECONDS)) {
      holder.destroyForcibly();
    }
  }
}
