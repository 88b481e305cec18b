package dev.lockstep.streams;

import dev.lockstep.flow.config.StreamsSettings;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a killed instance left in the consumer group out of it, before its successor joins.
 *
 * <p>Else the successor, which has the same name, is given the assignment of the dead one as it
 * was, and topics that had come since then are assigned to nobody until yet another one comes: it
 * takes what it finds at its start for what was assigned. Whoever holds the state directory is the
 * only one of its name, so nobody alive is taken out.
 */
final class FormerMembers {

  private static final Logger LOG = LoggerFactory.getLogger(FormerMembers.class);
  private static final int TIMEOUT_MILLIS = 10_000;

  private FormerMembers() {}

  static void remove(Admin admin, String group, StreamsSettings settings) {
    String instance = InstanceId.of(settings.stateDirectory());
    // Kafka Streams numbers its threads behind the name.
    List<MemberToRemove> threads =
        IntStream.rangeClosed(1, settings.threads())
            .mapToObj(thread -> new MemberToRemove(instance + "-" + thread))
            .toList();
    RemoveMembersFromConsumerGroupOptions options =
        new RemoveMembersFromConsumerGroupOptions(threads);
    options.timeoutMs(TIMEOUT_MILLIS);
    try {
      admin.removeMembersFromConsumerGroup(group, options).all().get();
      LOG.info("Took a former instance out of group {}", group);
    } catch (ExecutionException e) {
      if (saysThereIsNone(e)) {
        LOG.debug("No former instance in group {}", group);
      } else {
        LOG.warn(
            "Could not take a former instance out of group {}: if one was killed within the last"
                + " seconds and topics came meanwhile, they are read only after another start."
                + " Allow this account to read the group.",
            group,
            e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while starting", e);
    }
  }

  private static boolean saysThereIsNone(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownMemberIdException || cause instanceof GroupIdNotFoundException) {
        return true;
      }
    }
    return false;
  }
}
