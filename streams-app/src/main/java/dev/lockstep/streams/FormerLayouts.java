package dev.lockstep.streams;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.flow.config.StreamsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the state of versions with another layout: their consumer groups, their changelogs and
 * what lies in the state directory. Nothing of it can be read any more, and tables are compared
 * again from what the topics hold.
 *
 * <p>While an instance of such a version runs this one does not start: the two would state
 * different facts of the same tables.
 */
final class FormerLayouts {

  private static final Logger LOG = LoggerFactory.getLogger(FormerLayouts.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Admin admin;
  private final StreamsSettings settings;
  private final Duration patience;
  private final String now;
  private final Pattern groups;
  private final Pattern topics;

  /**
   * @param patience how long a group may still have members: longer than the session of one that
   *     was killed
   */
  FormerLayouts(Admin admin, StreamsSettings settings, Duration patience) {
    this.admin = admin;
    this.settings = settings;
    this.patience = patience;
    this.now = ApplicationId.of(settings);
    String name = Pattern.quote(settings.applicationId()) + "(\\.\\d+)?";
    this.groups = Pattern.compile(name);
    this.topics = Pattern.compile(name + "-[a-z]+-changelog");
  }

  void remove() {
    try {
      Set<String> formerGroups = new TreeSet<>();
      for (GroupListing group :
          admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get()) {
        if (groups.matcher(group.groupId()).matches() && !group.groupId().equals(now)) {
          formerGroups.add(group.groupId());
        }
      }
      for (String group : formerGroups) {
        FormerMembers.remove(admin, group, settings);
        delete(group);
      }
      List<String> formerTopics =
          admin.listTopics().names().get().stream()
              .filter(topic -> topics.matcher(topic).matches() && !topic.startsWith(now + "-"))
              .sorted()
              .toList();
      delete(formerTopics);
      boolean local = deleteDirectories();
      if (!formerGroups.isEmpty() || !formerTopics.isEmpty() || local) {
        LOG.warn(
            "The state is of another version and was removed: {} {}. All tables are compared again"
                + " from what the topics hold.",
            formerGroups,
            formerTopics);
      }
    } catch (ExecutionException | IOException e) {
      LOG.warn(
          "State of another version cannot be removed, and takes room. Allow this account to list"
              + " and delete consumer groups and topics that begin with {}.",
          settings.applicationId(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while starting", e);
    }
  }

  private void delete(String group) throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        admin.deleteConsumerGroups(List.of(group)).all().get();
        return;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof GroupIdNotFoundException) {
          return;
        }
        if (!(e.getCause() instanceof GroupNotEmptyException)) {
          throw e;
        }
        if (System.nanoTime() > deadline) {
          throw new LockstepException(
              Category.EXTERNAL,
              "Another version of the comparison still runs, in consumer group " + group + ".",
              "Stop its instances, then start this one: it compares all tables again from what the"
                  + " topics hold.",
              e);
        }
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private void delete(List<String> former) throws ExecutionException, InterruptedException {
    try {
      admin.deleteTopics(former).all().get();
    } catch (ExecutionException e) {
      // Another instance of this version does the same.
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw e;
      }
    }
  }

  private boolean deleteDirectories() throws IOException {
    Path state = settings.stateDirectory();
    if (!Files.isDirectory(state)) {
      return false;
    }
    List<Path> former;
    try (Stream<Path> entries = Files.list(state)) {
      former =
          entries
              .filter(Files::isDirectory)
              .filter(entry -> groups.matcher(entry.getFileName().toString()).matches())
              .filter(entry -> !entry.getFileName().toString().equals(now))
              .toList();
    }
    for (Path directory : former) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return !former.isEmpty();
  }
}
