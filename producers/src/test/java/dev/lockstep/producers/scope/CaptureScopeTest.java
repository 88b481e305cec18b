package dev.lockstep.producers.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TablePattern;
import dev.lockstep.flow.TableRename;
import dev.lockstep.flow.TableSelection;
import dev.lockstep.schema.topic.TableName;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CaptureScopeTest {

  private static final Flow FLOW =
      new Flow(
          "f",
          "s",
          "t",
          new TableSelection(
              List.of(TablePattern.parse("shop.%"), TablePattern.parse("odd,one.x$y")),
              List.of(TablePattern.parse("shop.tmp_%"))),
          List.of(new TableRename(TablePattern.parse("shop.%"), TablePattern.parse("crm.%"))),
          List.of());

  private final CaptureScope source =
      new CaptureScope("s", EndpointType.MARIADB, List.of(FLOW), List.of(), "lockstep");
  private final CaptureScope target =
      new CaptureScope("t", EndpointType.MARIADB, List.of(), List.of(FLOW), "lockstep");

  private static boolean admits(CaptureScope scope, String table) {
    return Pattern.compile(scope.includeRegex(Set.of(new TableName("shop", "refused"))))
        .matcher(table)
        .matches();
  }

  @Test
  void sourceIsReadWhereTheFlowSelects() {
    assertThat(source.captures(TableName.parse("shop.orders"))).isTrue();
    assertThat(source.captures(TableName.parse("shop.tmp_1"))).isFalse();
    assertThat(source.captures(TableName.parse("crm.orders"))).isFalse();
    assertThat(source.isProgress(TableName.parse("lockstep.progress"))).isFalse();
  }

  @Test
  void targetIsReadUnderTheNewNamesAndWithProgress() {
    assertThat(target.captures(TableName.parse("crm.orders"))).isTrue();
    assertThat(target.captures(TableName.parse("shop.orders"))).isFalse();
    assertThat(target.captures(TableName.parse("lockstep.progress"))).isFalse();
    assertThat(target.isProgress(TableName.parse("lockstep.progress"))).isTrue();
  }

  @Test
  void connectorAdmitsWhatIsCapturedAndNeitherExcludedNorRefusedTables() {
    assertThat(admits(source, "shop.orders")).isTrue();
    assertThat(admits(source, "odd,one.x$y")).isTrue();
    assertThat(admits(source, "shop.tmp_1")).isFalse();
    assertThat(admits(source, "shop.refused")).isFalse();
    assertThat(admits(source, "shopx.orders")).isFalse();
    assertThat(admits(target, "crm.orders")).isTrue();
    assertThat(admits(target, "lockstep.progress")).isTrue();
    assertThat(source.includeRegex(Set.of())).doesNotContain(",");
  }
}
