package dev.lockstep.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.embedded.Ports;
import dev.lockstep.flow.LockstepException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataHomeTest {

  @TempDir Path dir;

  @Test
  void isHeldByOneAtATimeAndNamesTheHolder() {
    try (DataHome first = DataHome.open(dir.resolve("data"))) {
      assertThat(first.root()).isDirectory();
      assertThatThrownBy(() -> DataHome.open(dir.resolve("data")))
          .isInstanceOf(LockstepException.class)
          .hasMessageContaining("already runs in " + dir.resolve("data"))
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    DataHome.open(dir.resolve("data")).close();
  }

  @Test
  void portsAreKeptUnlessTaken() throws Exception {
    Path file = dir.resolve("ports.properties");
    PortPlan first = PortPlan.of(file);
    assertThat(PortPlan.of(file)).isEqualTo(first);
    try (ServerSocket taken =
        new ServerSocket(first.target(), 1, InetAddress.getByName(Ports.LOOPBACK))) {
      PortPlan second = PortPlan.of(file);
      assertThat(second.source()).isEqualTo(first.source());
      assertThat(second.target()).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void aDamagedFileOfPortsIsReplaced() throws Exception {
    Path file = Files.writeString(dir.resolve("ports.properties"), "kafka=never\nsource=\\u00zz");
    assertThat(PortPlan.of(file).kafka()).isPositive();
    assertThat(PortPlan.of(file)).isEqualTo(PortPlan.of(file));
  }

  @Test
  void theLastStartedIsClosedFirstAndAFailureStopsNothing() {
    List<String> closed = new ArrayList<>();
    Closing closing = new Closing();
    closing.add("a", () -> closed.add("a"));
    closing.add(
        "b",
        () -> {
          throw new IllegalStateException("b will not");
        });
    closing.add("c", () -> closed.add("c"));
    closing.close();
    assertThat(closed).containsExactly("c", "a");
    assertThatThrownBy(() -> closing.add("late", () -> closed.add("late")))
        .hasMessageContaining("late");
    assertThat(closed).containsExactly("c", "a", "late");
  }

  @Test
  void memoryOfTheTreeIsMeasured() {
    try (ProcessTree tree = ProcessTree.watch()) {
      if (Files.isReadable(Path.of("/proc/self/smaps_rollup"))) {
        assertThat(tree.peakMegabytes().orElse(-1)).isGreaterThan(10);
      } else {
        assertThat(tree.peakMegabytes()).isEmpty();
      }
    }
  }
}
