package dev.lockstep.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.event.ComponentState;
import dev.lockstep.schema.event.ComponentStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfiguredTest {

  private final Configured configured =
      new Configured(
          List.of(
              new Flow(
                  "move",
                  "old",
                  "new",
                  new TableSelection(
                      List.of(TablePattern.parse("shop.%")),
                      List.of(TablePattern.parse("shop.log"))),
                  List.of(
                      new TableRename(TablePattern.parse("shop.%"), TablePattern.parse("store.%"))),
                  List.of())));

  @Test
  void aTableConcernsAFlowThatSelectsIt() {
    assertThat(configured.table("move", "shop.orders")).isTrue();
    assertThat(configured.table("move", "shop.log")).isFalse();
    assertThat(configured.table("former", "shop.orders")).isFalse();
    assertThat(configured.flow("move")).isTrue();
    assertThat(configured.flow("former")).isFalse();
  }

  @Test
  void anEndpointsTableGoesByItsNameThere() {
    assertThat(configured.concerns(said("producers", "old", "shop.orders"))).isTrue();
    assertThat(configured.concerns(said("producers", "new", "store.orders"))).isTrue();
    assertThat(configured.concerns(said("producers", "new", "shop.orders"))).isFalse();
    assertThat(configured.concerns(said("producers", "old", "shop.log"))).isFalse();
    assertThat(configured.concerns(said("producers", "old", ""))).isTrue();
    assertThat(configured.concerns(said("producers", "renamed", ""))).isFalse();
    assertThat(configured.concerns(said("sink", "move", ""))).isTrue();
    assertThat(configured.concerns(said("sink", "move", "shop.log"))).isFalse();
  }

  @Test
  void whatIsNoTablesNameIsNotLeftOut() {
    assertThat(configured.table("move", "orders")).isTrue();
    assertThat(configured.table("former", "orders")).isFalse();
    assertThat(configured.concerns(said("producers", "old", "orders"))).isTrue();
    assertThat(configured.concerns(said("producers", "renamed", "orders"))).isFalse();
  }

  @Test
  void whereNothingIsConfiguredNothingIsOver() {
    Configured nothing = new Configured(List.of());
    assertThat(nothing.table("any", "a.b")).isTrue();
    assertThat(nothing.concerns(said("producers", "old", "a.b"))).isTrue();
    assertThat(nothing.concerns(said("sink", "any", ""))).isTrue();
  }

  private static ComponentStatus said(String program, String subject, String table) {
    return ComponentStatus.newBuilder()
        .setProgram(program)
        .setSubject(subject)
        .setTable(table)
        .setState(ComponentState.RUNNING)
        .setAt(Instant.EPOCH)
        .build();
  }
}
