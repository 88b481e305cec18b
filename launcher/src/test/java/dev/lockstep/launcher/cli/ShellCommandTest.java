package dev.lockstep.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command at the repository's root, on a repository and with a JDK and a Maven that are fakes.
 */
class ShellCommandTest {

  private static final Path COMMAND = Path.of("..", "lockstep").toAbsolutePath().normalize();

  @TempDir Path dir;

  private Path repository;
  private Path jdk;
  private Path bin;

  @BeforeEach
  void makeFakes() throws Exception {
    repository = Files.createDirectories(dir.resolve("a repository"));
    Files.copy(COMMAND, repository.resolve("lockstep"));
    assertThat(repository.resolve("lockstep").toFile().setExecutable(true)).isTrue();
    Files.createDirectories(repository.resolve(".mvn"));
    Files.createDirectories(repository.resolve("launcher/target"));
    Files.createDirectories(repository.resolve("launcher/src/main/java"));
    Files.writeString(repository.resolve(".mvn/jvm.config"), "");
    Files.writeString(repository.resolve("pom.xml"), "<project/>");
    Files.writeString(repository.resolve("launcher/pom.xml"), "<project/>");
    Files.writeString(repository.resolve("launcher/src/main/java/A.java"), "class A {}");
    jdk = fakeJdk("jdk", "99.0.1");
    bin = Files.createDirectories(dir.resolve("bin"));
    executable(
        bin.resolve("mvn"),
        "#!/bin/sh\necho \"mvn $*\" >>\"$FAKES\"\n"
            + "echo jar >launcher/target/lockstep-launcher-0-SNAPSHOT.jar\n"
            + "printf '%s' \"$PWD/launcher/target/lockstep-launcher-0-SNAPSHOT.jar:/m2/other.jar\""
            + " >launcher/target/class-path\n");
  }

  @Test
  void buildsOnceAndAgainOnlyWhenASourceChanged() throws Exception {
    assertThat(run(repository, "./lockstep", "up", "--rate", "5")).isEqualTo(0);
    assertThat(run(repository, "./lockstep", "version")).isEqualTo(0);
    assertThat(calls())
        .containsOnlyOnce("mvn ")
        .contains("Lockstep up --rate 5", "Lockstep version");
    assertThat(calls()).contains("/m2/other.jar").doesNotContain("launcher/target/lockstep-");

    Files.writeString(repository.resolve("launcher/src/main/java/A.java"), "class B {}");
    run(repository, "./lockstep", "version");
    assertThat(calls().split("mvn ", -1)).hasSize(3);

    Files.delete(repository.resolve("launcher/src/main/java/A.java"));
    run(repository, "./lockstep", "version");
    assertThat(calls().split("mvn ", -1)).hasSize(4);
  }

  @Test
  void ofSeveralAtOnceOneBuildsAndTheOthersWait() throws Exception {
    Files.writeString(bin.resolve("mvn"), "sleep 1\n", StandardOpenOption.APPEND);
    String three = "./lockstep a & ./lockstep b & ./lockstep c & wait";
    assertThat(run(repository, "sh", "-c", three)).isEqualTo(0);
    assertThat(calls()).containsOnlyOnce("mvn ").contains("Lockstep a", "Lockstep b", "Lockstep c");
    assertThat(errors()).contains("waiting for the build");
    assertThat(repository.resolve("target/lockstep/building")).doesNotExist();
  }

  @Test
  void aBuildThatWasKilledHoldsNobodyUp() throws Exception {
    Path lock = Files.createDirectories(repository.resolve("target/lockstep/building"));
    Process killed = new ProcessBuilder("true").start();
    assertThat(killed.waitFor(5, TimeUnit.SECONDS)).isTrue();
    Files.writeString(lock.resolve("pid"), Long.toString(killed.pid()));
    assertThat(run(repository, "./lockstep", "version")).isEqualTo(0);
    assertThat(lock).doesNotExist();
  }

  @Test
  void worksThroughALinkFromAnotherDirectory() throws Exception {
    Path elsewhere = Files.createDirectories(dir.resolve("elsewhere"));
    Files.createSymbolicLink(elsewhere.resolve("ls1"), Path.of("ls2"));
    Files.createSymbolicLink(elsewhere.resolve("ls2"), Path.of("..", "a repository", "lockstep"));
    assertThat(run(elsewhere, "./ls1", "version")).isEqualTo(0);
    assertThat(calls()).contains("Lockstep version");
  }

  @Test
  void namesAJdkThatIsTooOld() throws Exception {
    jdk = fakeJdk("old", "17.0.15");
    assertThat(run(repository, "./lockstep", "version")).isEqualTo(3);
    assertThat(errors()).contains("no JDK 21 or newer").contains("→");
  }

  @Test
  void showsTheErrorsOfAFailedBuildAndTriesAgainTheNextTime() throws Exception {
    executable(bin.resolve("mvn"), "#!/bin/sh\necho '[ERROR] A.java: no'\nexit 1\n");
    assertThat(run(repository, "./lockstep", "version")).isEqualTo(3);
    assertThat(errors()).contains("[ERROR] A.java: no", "The build failed", "build.log");
    assertThat(run(repository, "./lockstep", "version")).isEqualTo(3);
  }

  @Test
  void passesTestsToMavenAndSaysWhatWasNotRun() throws Exception {
    executable(
        bin.resolve("mvn"),
        "#!/bin/sh\necho \"mvn $*\" >>\"$FAKES\"\nmkdir -p launcher/target/surefire-reports\n"
            + "cat >launcher/target/surefire-reports/TEST-a.xml <<'E'\n"
            + "  <testcase name=\"works\" classname=\"a.B\" time=\"0\"/>\n"
            + "  <testcase name=\"skips\" classname=\"a.B\" time=\"0\">\n"
            + "    <skipped message=\"no &quot;engine&quot; here\"/>\n"
            + "  <testcase name=\"assumes\" classname=\"a.B\" time=\"0\">\n"
            + "    <skipped type=\"org.opentest4j.TestAbortedException\"><![CDATA[org.opentest4j.X:\n"
            + "assumption was not met due to: [root may write anywhere]\n"
            + "E\n");
    assertThat(run(repository, "./lockstep", "test", "-pl", "flow")).isEqualTo(0);
    assertThat(calls()).contains("verify -pl flow");
    assertThat(output().lines())
        .contains(
            "NOT RUN a.B.skips: no \"engine\" here",
            "NOT RUN a.B.assumes: assumption was not met due to: [root may write anywhere]")
        .last()
        .isEqualTo("Tests run: 3, Failures: 0, Errors: 0, Skipped: 2");
  }

  private Path fakeJdk(String name, String version) throws Exception {
    Path home = dir.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    executable(home.resolve("bin/java"), "#!/bin/sh\necho \"java $*\" >>\"$FAKES\"\n");
    executable(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static void executable(Path file, String text) throws Exception {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private int run(Path directory, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(dir.resolve("out").toFile())
            .redirectError(dir.resolve("err").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("LOCKSTEP_"));
    environment.put("PATH", bin + ":" + environment.get("PATH"));
    environment.put("LOCKSTEP_JAVA_HOME", jdk.toString());
    environment.put("FAKES", dir.resolve("calls").toString());
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String calls() throws Exception {
    return Files.readString(dir.resolve("calls"), StandardCharsets.UTF_8);
  }

  private String errors() throws Exception {
    return Files.readString(dir.resolve("err"), StandardCharsets.UTF_8);
  }

  private String output() throws Exception {
    return Files.readString(dir.resolve("out"), StandardCharsets.UTF_8);
  }
}
