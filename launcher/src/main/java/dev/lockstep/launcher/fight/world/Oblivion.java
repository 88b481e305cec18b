package dev.lockstep.launcher.fight.world;

import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.streams.ApplicationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Takes from a topology that does not run what it knows: its directory, and its topics too. */
final class Oblivion {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LockstepConfig config;

  Oblivion(LockstepConfig config) {
    this.config = config;
  }

  void forgetLocally(Path state) throws IOException {
    if (!Files.exists(state)) {
      return;
    }
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Removes the topics of its own and the group that remembers how far it has read. */
  void forgetInKafka() throws InterruptedException {
    String application = ApplicationId.of(config.streams());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Admin admin = Admin.create(config.kafka().client())) {
      while (true) {
        try {
          deleteGroup(admin, application);
          Set<String> own =
              admin.listTopics().names().get().stream()
                  .filter(topic -> topic.startsWith(application + "-"))
                  .collect(Collectors.toSet());
          if (own.isEmpty()) {
            return;
          }
          admin.deleteTopics(own).all().get();
        } catch (ExecutionException e) {
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException("The topology's topics cannot be removed", e);
          }
        }
        Thread.sleep(500);
      }
    }
  }

  private static void deleteGroup(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    try {
      admin.deleteConsumerGroups(List.of(group)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw e;
      }
    }
  }
}
