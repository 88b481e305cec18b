package dev.lockstep.launcher.cli;

import dev.lockstep.embedded.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep broker}: a real Kafka broker on loopback, for trying things out. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a Kafka broker (one node, KRaft) on loopback.",
      "",
      "For a laptop and for tests: one copy of everything, no authentication. Its records survive a"
          + " crash of the process."
    })
final class BrokerCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      defaultValue = "9092",
      paramLabel = "P",
      description = "Port for clients; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--data",
      defaultValue = ".lockstep/broker",
      paramLabel = "DIR",
      description = "Where the records live. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Logging.toOutput();
    try (StopSignal stop = StopSignal.install();
        EmbeddedKafka kafka = EmbeddedKafka.start(data, port)) {
      spec.commandLine().getOut().println("Kafka at " + kafka.bootstrapServers());
      spec.commandLine().getOut().flush();
      return Foreground.run("The Kafka broker", kafka::failure, stop);
    }
  }
}
