package dev.lockstep.embedded.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianSourcesTest {

  private static final Set<String> RELEASES = Set.of("bookworm", "stable");

  @TempDir Path etc;

  @Test
  void turnsOneLineSourcesAndKeepsTheirServersAndKeys() {
    String sources =
        """
        # deb http://commented.example/debian bookworm main
        deb http://one.example/debian bookworm main contrib # ours
        deb [arch=amd64 signed-by=/keys/two.gpg] https://two.example/debian stable main
        deb http://one.example/debian bookworm-updates main
        deb-src http://one.example/debian bookworm main
        deb cdrom:[Debian]/ bookworm main
        deb https://three.example/docker bookworm stable
        """;

    assertThat(DebianSources.of(sources, "", RELEASES).oneLine())
        .isEqualTo(
            """
            deb http://one.example/debian unstable main
            deb [arch=amd64 signed-by=/keys/two.gpg] https://two.example/debian unstable main
            """);
  }

  @Test
  void namesASourceOnceThatTheMachineNamesTwice() {
    String sources =
        """
        deb http://one.example/debian bookworm main
        deb http://one.example/debian stable main
        """;

    assertThat(DebianSources.of(sources, "", RELEASES).oneLine())
        .isEqualTo("deb http://one.example/debian unstable main\n");
  }

  @Test
  void turnsStanzasAndKeepsTheirServersAndKeys() {
    String sources =
        """
        Types: deb deb-src
        # kept from the installation
        URIs: http://one.example/debian
        Suites: bookworm bookworm-updates
        Components: main contrib
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         mQINBGPL0BUBEADmW5NdOOHwPIJlgPu6JDcKw/NZJPR8lsD3K87ZM18gzyQZJD+w
         -----END PGP PUBLIC KEY BLOCK-----
        """;

    assertThat(DebianSources.of("", sources, RELEASES).deb822())
        .isEqualTo(
            """
            uris: http://one.example/debian
            signed-by:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             mQINBGPL0BUBEADmW5NdOOHwPIJlgPu6JDcKw/NZJPR8lsD3K87ZM18gzyQZJD+w
             -----END PGP PUBLIC KEY BLOCK-----
            types: deb
            suites: unstable
            components: main
            """);
  }

  @Test
  void leavesOutStanzasThatAreForOthers() {
    String sources =
        """
        Types: deb
        URIs: http://one.example/debian-security
        Suites: bookworm-security
        Components: main

        Types: deb
        URIs: http://one.example/debian
        Suites: bookworm
        Components: main
        Enabled: No

        Types: deb-src
        URIs: http://one.example/debian
        Suites: bookworm
        Components: main

        Types: deb
        URIs: http://two.example/tools
        Suites: ./
        """;

    assertThat(DebianSources.of("", sources, RELEASES).isEmpty()).isTrue();
  }

  @Test
  void readsBothFormatsFromWhereAptReadsThem() throws IOException {
    write("os-release", "ID=debian\nVERSION_CODENAME=bookworm\n");
    write("apt/sources.list", "deb http://one.example/debian bookworm main\n");
    write("apt/sources.list.d/two.list", "deb http://two.example/debian bookworm main\n");
    write("apt/sources.list.d/old.list.save", "deb http://old.example/debian bookworm main\n");
    write(
        "apt/sources.list.d/three.sources",
        "Types: deb\nURIs: http://three.example/debian\nSuites: bookworm\nComponents: main\n");

    DebianSources sources = DebianSources.read(etc);

    assertThat(sources.oneLine())
        .isEqualTo(
            """
            deb http://one.example/debian unstable main
            deb http://two.example/debian unstable main
            """);
    assertThat(sources.deb822()).contains("http://three.example/debian", "suites: unstable");
  }

  @Test
  void refusesASystemThatIsNotDebian() throws IOException {
    write("os-release", "ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n");

    assertThatThrownBy(() -> DebianSources.read(etc))
        .isInstanceOf(IOException.class)
        .hasMessage("this system is not Debian");
  }

  private void write(String name, String content) throws IOException {
    Path file = etc.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
