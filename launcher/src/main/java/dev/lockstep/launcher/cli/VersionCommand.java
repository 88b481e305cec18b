package dev.lockstep.launcher.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lockstep version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Prints the version, and those of what it runs on.")
final class VersionCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    for (String line : new Provider().getVersion()) {
      spec.commandLine().getOut().println(line);
    }
    spec.commandLine().getOut().flush();
  }

  /** Also for {@code --version}. */
  static final class Provider implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {
        "lockstep " + own(),
        "kafka    " + AppInfoParser.getVersion(),
        "java     " + Runtime.version() + " (" + System.getProperty("java.vm.vendor") + ")",
        "system   " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
      };
    }

    /** Maven leaves it in the jar; classes run from a directory have none. */
    private static String own() {
      Properties properties = new Properties();
      try (InputStream in =
          VersionCommand.class.getResourceAsStream(
              "/META-INF/maven/dev.lockstep/lockstep-launcher/pom.properties")) {
        if (in != null) {
          properties.load(in);
        }
      } catch (IOException e) {
        return "unknown (" + e.getMessage() + ")";
      }
      return properties.getProperty("version", "under development");
    }
  }
}
