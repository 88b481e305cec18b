package dev.lockstep.launcher.reread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.config.ConfigLoader;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.schema.topic.TableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RereadTargetTest {

  private static final Set<String> TOPICS =
      Set.of(
          "old.shop.orders",
          "old.shop.items",
          "old.archive.items",
          "new.shop.orders",
          "old.elsewhere.orders",
          "lockstep.markers");

  @TempDir Path dir;
  private LockstepConfig config;

  @BeforeEach
  void configure() throws Exception {
    Path file = dir.resolve("lockstep.yaml");
    Files.writeString(
        file,
        """
        endpoints:
          old: {type: mariadb, host: a, username: u, password: p}
          new: {type: mariadb, host: b, username: u, password: p}
        flows:
          move:
            source: old
            target: new
            tables:
              include: [shop.%, archive.%]
              rename:
                - {from: archive.%, to: attic.%}
        """);
    config = ConfigLoader.load(file, Map.of());
  }

  @Test
  void findsATableOnBothSidesByItsNameOrItsSchemaAndName() {
    TableName orders = new TableName("shop", "orders");
    assertThat(RereadTarget.parse(config, "move.orders", RereadTarget.Side.BOTH, TOPICS))
        .containsExactly(new RereadTarget("old", orders), new RereadTarget("new", orders));
    assertThat(RereadTarget.parse(config, "move.shop.orders", RereadTarget.Side.SOURCE, TOPICS))
        .containsExactly(new RereadTarget("old", orders));
    assertThat(RereadTarget.parse(config, "move.archive.items", RereadTarget.Side.TARGET, TOPICS))
        .containsExactly(new RereadTarget("new", new TableName("attic", "items")));
  }

  @Test
  void saysWhatThereIsWhenANameIsWrong() {
    wrong("mov.orders", "No flow", "one of these flows: move");
    wrong("move.order", "has no table 'order'", "archive.items, shop.items, shop.orders");
    wrong("move.items", "several tables 'items'", "archive.items, shop.items");
  }

  private void wrong(String name, String message, String remedy) {
    assertThatThrownBy(() -> RereadTarget.parse(config, name, RereadTarget.Side.BOTH, TOPICS))
        .isInstanceOfSatisfying(
            LockstepException.class,
            e -> {
              assertThat(e.category()).isEqualTo(LockstepException.Category.CONFIGURATION);
              assertThat(e.getMessage()).contains(message);
              assertThat(e.remedy()).contains(remedy);
            });
  }
}
