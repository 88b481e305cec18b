package dev.lockstep.sink;

import dev.lockstep.schema.status.Status;
import dev.lockstep.schema.status.StatusReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells, and logs, what is said of flows and tables when it is another than before. */
final class FlowStatuses implements Statuses {

  private static final Logger LOG = LoggerFactory.getLogger(FlowStatuses.class);

  private final StatusReporter reporter;

  FlowStatuses(StatusReporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public void flow(String flow, Status status) {
    if (reporter.sayIfNew(flow, "", status)) {
      log(flow, status);
    }
  }

  @Override
  public void table(String flow, String table, Status status) {
    if (reporter.sayIfNew(flow, table, status)) {
      log(flow + " " + table, status);
    }
  }

  private static void log(String what, Status status) {
    if (status.message().isPresent()) {
      LOG.warn(
          "{}: {} {} {}", what, status.state(), status.message().get(), status.remedy().orElse(""));
    } else {
      LOG.info("{}: {}", what, status.state());
    }
  }

  @Override
  public void forget(String flow, String table) {
    reporter.forget(flow, table);
  }
}
