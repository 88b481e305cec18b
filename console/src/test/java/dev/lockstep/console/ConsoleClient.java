package dev.lockstep.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks a console that runs here. */
record ConsoleClient(int port) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode json(String path) {
    return parse(get(path).body());
  }

  /** The ids of the facts in a list of an answer. */
  List<String> ids(String path, String list) {
    return json(path).path(list).findValuesAsText("id");
  }

  /** Opens the WebSocket as a page of the console would; its messages are added as they come. */
  WebSocket socket(List<JsonNode> messages) {
    return socket(messages, "http://127.0.0.1:" + port);
  }

  WebSocket socket(List<JsonNode> messages, String origin) {
    return HTTP.newWebSocketBuilder()
        .header("Origin", origin)
        .buildAsync(
            URI.create("ws://127.0.0.1:" + port + "/ws"),
            new WebSocket.Listener() {
              private final StringBuilder text = new StringBuilder();

              @Override
              public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                text.append(part);
                if (last) {
                  messages.add(parse(text.toString()));
                  text.setLength(0);
                }
                socket.request(1);
                return null;
              }
            })
        .join();
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
