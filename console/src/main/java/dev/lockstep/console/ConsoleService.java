package dev.lockstep.console;

import dev.lockstep.console.fact.FactKinds;
import dev.lockstep.console.kind.ConsoleFacts;
import dev.lockstep.console.live.LiveClients;
import dev.lockstep.console.live.LiveRoutes;
import dev.lockstep.console.rest.RestRoutes;
import dev.lockstep.console.view.LiveView;
import dev.lockstep.console.web.Link;
import dev.lockstep.console.web.Page;
import dev.lockstep.console.web.PageRoutes;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.RunningProgram;
import dev.lockstep.flow.config.ConsoleSettings;
import dev.lockstep.flow.config.LockstepConfig;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The console as a program: a view of the topics and the server that shows it.
 *
 * <p>It starts whether Kafka answers or not and says on the page what it waits for; only an address
 * that cannot be listened on is refused. Nothing is stored: a crash leaves nothing behind.
 */
public final class ConsoleService implements RunningProgram {

  private final LiveView view;
  private final LiveClients clients;
  private final ConsoleServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ConsoleService(LiveView view, LiveClients clients, ConsoleServer server) {
    this.view = view;
    this.clients = clients;
    this.server = server;
  }

  /** Starts the console; it answers when this returns. */
  public static ConsoleService start(LockstepConfig config, Clock clock) {
    return start(config, clock, ConsoleFacts.ALL, Page.ALL);
  }

  /** The same with other kinds of fact and other pages. */
  static ConsoleService start(
      LockstepConfig config, Clock clock, FactKinds kinds, List<Page> pages) {
    ConsoleSettings settings = config.console();
    ConsoleServer.checkAddress(settings);
    LiveView view = LiveView.start(config, kinds, clock);
    LiveClients clients = LiveClients.start(view);
    RestRoutes rest = new RestRoutes(view::snapshot, kinds, clock);
    List<Link> links =
        rest.all().stream().map(route -> new Link(route.path(), route.title())).toList();
    try {
      ConsoleServer server =
          ConsoleServer.start(
              settings,
              routes -> {
                new PageRoutes(pages, links).addTo(routes);
                rest.addTo(routes);
                new LiveRoutes(clients).addTo(routes);
              });
      return new ConsoleService(view, clients, server);
    } catch (LockstepException e) {
      clients.close();
      view.close();
      throw e;
    }
  }

  /** The port it listens on, also when any free one was asked for. */
  public int port() {
    return server.port();
  }

  /** The page's address. */
  public String url() {
    return server.url();
  }

  @Override
  public String name() {
    return "console";
  }

  @Override
  public Optional<Throwable> failure() {
    return closed.get() ? Optional.empty() : view.failure();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      clients.close();
      server.close();
      view.close();
    }
  }
}
