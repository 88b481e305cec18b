package dev.lockstep.launcher.assess;

import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.config.LockstepConfig;
import dev.lockstep.launcher.assess.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was found, the gravest first.
 *
 * @param sizes what each flow has to copy
 */
public record Assessment(List<Finding> findings, List<FlowSize> sizes) {

  public Assessment {
    findings = findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
    sizes = List.copyOf(sizes);
  }

  /** Looks at everything; what does not answer is a finding too. */
  public static Assessment of(LockstepConfig config) {
    List<Finding> findings = new ArrayList<>();
    Map<String, EndpointFacts> endpoints = new LinkedHashMap<>();
    config
        .endpoints()
        .values()
        .forEach(
            endpoint ->
                EndpointAssessor.look(endpoint, config, findings)
                    .ifPresent(facts -> endpoints.put(endpoint.name(), facts)));
    List<FlowSize> sizes = FlowAssessor.look(config, endpoints, findings);
    BrokerAssessor.look(config, findings);
    RegistryAssessor.look(config.registry(), findings);
    return new Assessment(findings, sizes);
  }

  /**
   * Looks at one server alone, before there is anything on it that a flow could take.
   *
   * @param target whether it is to be written
   * @param schemas in which the account must have these privileges, whether they are there or not
   * @throws dev.lockstep.flow.LockstepException when it cannot be visited
   */
  public static Assessment ofServer(
      ServerEndpoint endpoint, boolean target, List<String> schemas, List<String> privileges) {
    List<Finding> findings = new ArrayList<>();
    EndpointAssessor.lookAlone(endpoint, target, schemas, privileges, findings);
    return new Assessment(findings, List.of());
  }

  /** Whether something was found of this severity. */
  public boolean has(Severity severity) {
    return findings.stream().anyMatch(finding -> finding.severity() == severity);
  }
}
