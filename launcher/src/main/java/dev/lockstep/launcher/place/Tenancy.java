package dev.lockstep.launcher.place;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.launcher.assess.Assessment;
import dev.lockstep.launcher.assess.Finding;
import dev.lockstep.launcher.assess.Finding.Severity;
import dev.lockstep.launcher.place.Memory.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a pipeline has at servers of the user's: the schemas of its data directory, and nothing
 * else. Where both servers are the pipeline's own there is nothing to do, and the schemas have
 * their usual names.
 *
 * <ol>
 *   <li>Nothing is made before every server was looked at and found to do.
 *   <li>A schema is only taken for this directory's when the directory had noted, before it was
 *       made, that it would be; and only such a one is dropped.
 *   <li>What was dropped, or is missing, is not made again: the rest of the directory tells of it.
 * </ol>
 *
 * <p>A crash between the steps leaves schemas that the next start takes over. One thread.
 */
public final class Tenancy {

  private static final Logger LOG = LoggerFactory.getLogger(Tenancy.class);
  private static final String FROM = "--from-url";
  private static final String TO = "--to-url";
  private static final String ANEW =
      "Choose another directory with --data DIR, or remove this one, to begin anew.";

  private final List<GivenServer> servers;
  private final @Nullable Memory memory;
  private final Consumer<String> say;

  private Tenancy(List<GivenServer> servers, @Nullable Memory memory, Consumer<String> say) {
    this.servers = List.copyOf(servers);
    this.memory = memory;
    this.say = say;
  }

  /**
   * Of the data directory that remembers it in a file, which is only written where there is
   * something to remember.
   *
   * @param say tells the user what should be known
   */
  public static Tenancy of(Path file, Side source, Side target, Consumer<String> say) {
    if (source.given().isEmpty() && target.given().isEmpty()) {
      return new Tenancy(List.of(), null, say);
    }
    Memory memory = Memory.of(file);
    Schemas schemas = memory.schemas();
    List<GivenServer> servers = new ArrayList<>();
    source
        .given()
        .map(url -> GivenServer.of(url, FROM, false, List.of(schemas.shop())))
        .ifPresent(servers::add);
    target
        .given()
        .map(url -> GivenServer.of(url, TO, true, List.of(schemas.shop(), schemas.progress())))
        .ifPresent(servers::add);
    return new Tenancy(servers, memory, say);
  }

  private static LockstepException sameServer() {
    return new LockstepException(
        Category.CONFIGURATION,
        "%s and %s are the same server".formatted(FROM, TO),
        "Give two, or leave one out: Lockstep then starts that side by itself.");
  }

  public Schemas schemas() {
    return memory == null ? Schemas.USUAL : memory.schemas();
  }

  /**
   * Looks at everything and changes nothing; throws when it will not do.
   *
   * @param toDrop whether {@link #drop} is to come
   */
  public void check(boolean toDrop) {
    if (memory == null) {
      return;
    }
    if (memory.state() == State.DROPPED) {
      throw new LockstepException(
          Category.CONFIGURATION,
          "What this data directory had at your servers was dropped, as was asked for",
          ANEW);
    }
    List<Finding> findings = new ArrayList<>();
    for (GivenServer server : servers) {
      Assessment assessment = server.look(toDrop);
      findings.addAll(assessment.findings());
    }
    requireNoneWrong(findings);
    if (servers.size() == 2 && servers.get(0).identity().equals(servers.get(1).identity())) {
      throw sameServer();
    }
    servers.forEach(server -> requireExpected(server, memory.state()));
  }

  private void requireNoneWrong(List<Finding> findings) {
    List<Finding> wrong =
        findings.stream().filter(found -> found.severity() == Severity.WRONG).distinct().toList();
    if (!wrong.isEmpty()) {
      throw new LockstepException(
          Category.CONFIGURATION,
          "A server of yours will not do as it is.\n"
              + wrong.stream()
                  .map(found -> "  %s: %s.".formatted(found.subject(), found.message()))
                  .collect(Collectors.joining("\n")),
          wrong.stream().map(Finding::remedy).distinct().collect(Collectors.joining("\n    ")));
    }
    for (Finding found : findings) {
      LOG.info("{}: {}. {}", found.subject(), found.message(), found.remedy());
      if (found.severity() == Severity.WARNING) {
        say.accept("%s: %s.".formatted(found.subject(), found.message()));
      }
    }
  }

  private static void requireExpected(GivenServer server, State state) {
    List<String> present = server.present();
    if (state == State.NAMED && !present.isEmpty()) {
      throw server.taken(present);
    }
    if (state == State.MADE && !present.containsAll(server.schemas())) {
      List<String> missing = new ArrayList<>(server.schemas());
      missing.removeAll(present);
      throw new LockstepException(
          Category.CONFIGURATION,
          "%s has no schema %s any more, of which the rest of this data directory tells"
              .formatted(server.url().address(), String.join(", ", missing)),
          ANEW);
    }
  }

  /** Makes what is not there yet. */
  public void make() {
    if (memory == null || memory.state() == State.MADE) {
      return;
    }
    boolean again = memory.state() == State.MAKING;
    memory.become(State.MAKING);
    List<GivenServer> made = new ArrayList<>();
    for (GivenServer server : servers) {
      if (!server.make(again)) {
        made.forEach(GivenServer::drop);
        memory.become(State.NAMED);
        throw server.taken(server.schemas());
      }
      made.add(server);
    }
    memory.become(State.MADE);
  }

  /** Whether there is something at a server of the user's now. */
  public boolean hasLeft() {
    return memory != null && (memory.state() == State.MADE || memory.state() == State.MAKING);
  }

  /** Drops all that was made; what could not be dropped is in the failure's remedy. */
  public void drop() {
    if (memory == null || !hasLeft()) {
      return;
    }
    try {
      servers.forEach(GivenServer::drop);
    } catch (LockstepException e) {
      throw new LockstepException(e.category(), LockstepException.messageOf(e), toDrop(), e);
    }
    memory.become(State.DROPPED);
  }

  /** What is left and how it goes away, for a person to read. */
  public List<String> left() {
    return hasLeft()
        ? servers.stream()
            .map(server -> "  at %s: %s".formatted(server.url().address(), server.toDrop()))
            .toList()
        : List.of();
  }

  private String toDrop() {
    return "Run at each, once it answers:\n" + String.join("\n", left());
  }
}
