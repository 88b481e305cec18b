package dev.lockstep.launcher.cli;

import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.LockstepException.Category;
import dev.lockstep.schema.registry.EmbeddedRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep registry}: the schema registry alone. */
@Command(
    name = "registry",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the schema registry, which keeps its schemas in the topic _schemas of a Kafka.",
      "",
      "Speaks the REST interface that Confluent's clients and tools speak. Schemas cannot be deleted"
          + " yet."
    })
final class RegistryCommand implements Callable<Integer> {

  @Option(
      names = "--kafka",
      defaultValue = "127.0.0.1:9092",
      paramLabel = "HOST:PORT",
      description = "Bootstrap servers of the Kafka. Default: ${DEFAULT-VALUE}.")
  private String kafka = "";

  @Option(
      names = "--kafka-property",
      paramLabel = "KEY=VALUE",
      description =
          "Another property of its Kafka clients (security.protocol=SSL, ...). Repeatable.")
  private Map<String, String> properties = new HashMap<>();

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on. Only this machine: the registry has no authentication yet."
              + " Default: ${DEFAULT-VALUE}.")
  private String host = "";

  @Option(
      names = "--port",
      defaultValue = "8081",
      paramLabel = "P",
      description = "Port to listen on; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--replication",
      defaultValue = "1",
      paramLabel = "N",
      description = "Copies of the topic, when it has to be made. Default: ${DEFAULT-VALUE}.")
  private short replication;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    requireLoopback();
    Logging.toOutput();
    Map<String, Object> client = new HashMap<>(properties);
    client.put("bootstrap.servers", kafka);
    try (StopSignal stop = StopSignal.install();
        EmbeddedRegistry registry =
            EmbeddedRegistry.start(
                new EmbeddedRegistry.Settings(client, host, port, replication))) {
      spec.commandLine().getOut().println("Schema registry at " + registry.url());
      spec.commandLine().getOut().flush();
      return Foreground.run("The schema registry", Optional::empty, stop);
    }
  }

  /** Whoever reaches it may change any schema. */
  private void requireLoopback() {
    boolean loopback;
    try {
      loopback = InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      loopback = false;
    }
    if (!loopback) {
      throw new LockstepException(
          Category.CONFIGURATION,
          "The registry does not listen on '"
              + host
              + "', which others may reach: it has no authentication yet",
          "Use --host 127.0.0.1 and, from elsewhere, a tunnel (ssh -L) or a proxy that"
              + " authenticates.");
    }
  }
}
