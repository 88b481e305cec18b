package dev.lockstep.sink.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.engine.known.Engines;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.config.AlertSettings;
import dev.lockstep.schema.event.TableStatus;
import dev.lockstep.schema.event.VerdictKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whether an alert ends when the rows that it is about are right, however often they were told. */
class RowWatchTest {

  private static final String TABLE = "shop.orders";
  private static final VerdictKind EXTRA = VerdictKind.EXTRA_ON_TARGET;

  private final AtomicLong nanos = new AtomicLong();
  private final AlertBook book = AlertBook.restore(List.of());
  private final Watches watches =
      new Watches(
          List.of(SilenceWatchTest.shop()),
          endpoint -> Engines.of(EndpointType.MARIADB),
          AlertSettings.DEFAULT,
          nanos::get);

  @Test
  void anAlertEndsThoughAComparisonThatBeganAnewToldItsRowTwice() {
    take(Facts.opened("v", EXTRA, TABLE, 1));
    take(Facts.opened("v", EXTRA, TABLE, 40));
    take(Facts.closed("v", EXTRA, TABLE, 50));
    assertThat(isOpen()).as("told twice, closed once").isTrue();

    say(Facts.status(TABLE, 60));
    assertThat(isOpen()).as("it may be of before").isTrue();

    pass(20);
    say(Facts.status(TABLE, 49));
    assertThat(isOpen()).as("as of a moment before the last verdict").isTrue();

    say(Facts.status(TABLE, 80));
    assertThat(isOpen()).isFalse();
  }

  @Test
  void anAlertStaysWhileOneIsOpen() {
    take(Facts.opened("v", EXTRA, TABLE, 1));
    pass(100);
    say(Facts.status(TABLE, 100).setOpenExtra(1).setEqual(false));
    assertThat(isOpen()).isTrue();
  }

  private void say(TableStatus.Builder status) {
    take(new Fact.OfTable(status.build()));
  }

  private void take(Fact fact) {
    AlertRules.signals(fact).forEach(book::apply);
    watches.heard(fact).forEach(book::apply);
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      watches.look(Facts.START, List::of);
    }
  }

  private boolean isOpen() {
    return book.open().stream().anyMatch(alert -> alert.getCode().equals("rows-extra"));
  }
}
