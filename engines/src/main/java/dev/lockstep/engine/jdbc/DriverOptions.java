package dev.lockstep.engine.jdbc;

import dev.lockstep.flow.ServerEndpoint;
import java.util.Map;
import java.util.Properties;

/**
 * What a driver is told beside where to go and as whom.
 *
 * @param preset may be set otherwise by the properties of the endpoint
 * @param fixed may not: values would arrive otherwise than they are
 */
public record DriverOptions(Map<String, String> preset, Map<String, String> fixed) {

  public DriverOptions {
    preset = Map.copyOf(preset);
    fixed = Map.copyOf(fixed);
  }

  /** All of them for one endpoint, with its account. */
  public Properties with(ServerEndpoint endpoint) {
    Properties properties = new Properties();
    properties.putAll(preset);
    properties.putAll(endpoint.properties());
    properties.putAll(fixed);
    properties.setProperty("user", endpoint.username());
    properties.setProperty("password", endpoint.password().reveal());
    return properties;
  }
}
