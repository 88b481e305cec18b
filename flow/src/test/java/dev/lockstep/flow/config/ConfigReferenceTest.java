package dev.lockstep.flow.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.Endpoint;
import dev.lockstep.flow.ServerEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

  private static final Path PAGE = Path.of("../docs/config.md");
  private static final String REGENERATE =
      "mvn test -pl flow -Dtest=ConfigReferenceTest -Dlockstep.docs.write=true";

  @Test
  void thePageSaysWhatTheLoaderReads() throws IOException {
    String page = ConfigReference.markdown(REGENERATE);
    if (Boolean.getBoolean("lockstep.docs.write")) {
      Files.createDirectories(PAGE.toAbsolutePath().normalize().getParent());
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("regenerate with: " + REGENERATE).exists();
    assertThat(Files.readString(PAGE)).as("regenerate with: " + REGENERATE).isEqualTo(page);
  }

  @Test
  void theExampleIsComplete() {
    LockstepConfig config =
        ConfigLoader.parse(
            ConfigExample.yaml(), Map.of("SHOP_PASSWORD", "one", "REPLICA_PASSWORD", "two"));

    assertThat(config.flows()).containsOnlyKeys("shop");
    assertThat(config.endpoints()).containsOnlyKeys("shop", "replica");
    Endpoint target = config.target(config.flows().get("shop"));
    assertThat(((ServerEndpoint) target).password().reveal()).isEqualTo("two");
    assertThat(ConfigReader.SECTIONS)
        .allSatisfy(
            section -> assertThat(ConfigExample.yaml()).containsPattern("(?m)^" + section + ":"));
  }
}
