package dev.lockstep.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Loopback ports. A free one may be taken before it is used: callers of {@link #free()} retry. */
public final class Ports {

  public static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /** A loopback port that nobody listens on at this moment. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "No free port on " + LOOPBACK + ": " + e.getMessage(),
          "Check the loopback interface and the limit of open files (ulimit -n).",
          e);
    }
  }

  /** Refuses a port that somebody else listens on, before a server fails on it less readably. */
  public static void requireFree(int port, String purpose) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port), 1);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "Port " + port + " for " + purpose + " is occupied on " + LOOPBACK,
          "Stop what listens there, or choose another port (0: any free one).",
          e);
    }
  }
}
