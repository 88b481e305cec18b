package dev.lockstep.schema.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Requests that no proper client would make, byte for byte. */
final class RawHttp {

  private static final int PATIENCE_MILLIS = 20_000;

  private RawHttp() {}

  /** The status of the answer; empty when the server hung up without one. */
  static OptionalInt status(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      String answer =
          new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
      return answer.startsWith("HTTP/1.1 ")
          ? OptionalInt.of(Integer.parseInt(answer.substring(9, 12)))
          : OptionalInt.empty();
    }
  }
}
