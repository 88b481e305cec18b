package dev.lockstep.launcher.stack;

import dev.lockstep.embedded.Ports;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where the servers of a data directory listen. Chosen once and kept, so that a client configured
 * for one run works in the next; a port that somebody else took meanwhile is replaced.
 */
record PortPlan(int kafka, int registry, int source, int target) {

  static PortPlan of(Path file) {
    Properties kept = read(file);
    PortPlan plan =
        new PortPlan(
            choose(kept, "kafka"),
            choose(kept, "registry"),
            choose(kept, "source"),
            choose(kept, "target"));
    plan.write(file);
    return plan;
  }

  private static int choose(Properties kept, String name) {
    int port = Integer.parseInt(kept.getProperty(name, "0"));
    return port != 0 && isFree(port) ? port : Ports.free();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(Ports.LOOPBACK), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        properties.load(in);
        properties.values().removeIf(value -> !value.toString().matches("[0-9]{1,5}"));
      } catch (IOException | IllegalArgumentException e) {
        // Damaged by a crash: ports are only a convenience, new ones do.
        properties.clear();
      }
    }
    return properties;
  }

  private void write(Path file) {
    Properties properties = new Properties();
    properties.setProperty("kafka", Integer.toString(kafka));
    properties.setProperty("registry", Integer.toString(registry));
    properties.setProperty("source", Integer.toString(source));
    properties.setProperty("target", Integer.toString(target));
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, "Where the servers of this directory listen, on 127.0.0.1");
    } catch (IOException e) {
      throw new LockstepException(
          Category.EXTERNAL,
          "Cannot write " + file + ": " + e.getMessage(),
          "Check the space and the rights there.",
          e);
    }
  }
}
