package dev.lockstep.console.live;

import io.javalin.config.RoutesConfig;
import io.javalin.websocket.WsConnectContext;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** {@code /ws}. What clients say is not listened to. */
public final class LiveRoutes {

  /** "Try again later" of RFC 6455. */
  private static final int TRY_AGAIN_LATER = 1013;

  private final LiveClients clients;

  public LiveRoutes(LiveClients clients) {
    this.clients = clients;
  }

  public void addTo(RoutesConfig routes) {
    routes.ws(
        "/ws",
        ws -> {
          ws.onConnect(this::connected);
          ws.onClose(context -> clients.leave(context.sessionId()));
          ws.onError(context -> clients.leave(context.sessionId()));
        });
  }

  private void connected(WsConnectContext context) {
    if (!clients.join(context.sessionId(), new SessionChannel(context.session))) {
      context.closeSession(TRY_AGAIN_LATER, "Too many pages are open");
    }
  }

  private record SessionChannel(Session session) implements ClientChannel {

    @Override
    public void send(String text, Runnable whenDone) {
      session.sendText(text, Callback.from(whenDone, failure -> whenDone.run()));
    }

    @Override
    public void disconnect() {
      session.disconnect();
    }
  }
}
