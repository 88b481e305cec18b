package dev.lockstep.launcher.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.flow.config.Problem;
import dev.lockstep.launcher.assess.Assessment;
import dev.lockstep.launcher.assess.Finding;
import dev.lockstep.launcher.assess.Finding.Severity;
import dev.lockstep.launcher.assess.FlowSize;
import dev.lockstep.launcher.assess.Words;
import java.util.List;

/** What was found, for people and for programs. */
final class AssessmentText {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AssessmentText() {}

  static String prose(Assessment assessment) {
    StringBuilder out = new StringBuilder();
    for (FlowSize size : assessment.sizes()) {
      out.append(
          "  flow %s copies %s tables, about %s rows, %s: about %s on a small machine%n"
              .formatted(
                  size.flow(),
                  Words.number(size.tables()),
                  Words.number(size.rows()),
                  Words.bytes(size.bytes()),
                  Words.duration(size.copyTime())));
    }
    if (assessment.findings().isEmpty()) {
      out.append("All that it points at was looked at, and nothing was found.%n".formatted());
    }
    for (Finding finding : assessment.findings()) {
      out.append(
          "%n%s  %s%n  %s.%n  → %s%n"
              .formatted(
                  finding.severity().name(),
                  finding.subject(),
                  finding.message(),
                  finding.remedy()));
    }
    return out.toString();
  }

  static String json(Assessment assessment) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("ok", !assessment.has(Severity.WRONG) && !assessment.has(Severity.UNREACHABLE));
    ArrayNode findings = root.putArray("findings");
    assessment
        .findings()
        .forEach(
            finding ->
                add(
                    findings,
                    finding.severity().word(),
                    finding.subject(),
                    finding.message(),
                    finding.remedy()));
    ArrayNode flows = root.putArray("flows");
    for (FlowSize size : assessment.sizes()) {
      flows
          .addObject()
          .put("flow", size.flow())
          .put("tables", size.tables())
          .put("rows", size.rows())
          .put("bytes", size.bytes())
          .put("copySeconds", size.copyTime().toSeconds());
    }
    return root.toString();
  }

  /** Of a file that could not be taken for a configuration at all. */
  static String problems(List<Problem> problems) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("ok", false);
    ArrayNode findings = root.putArray("findings");
    problems.forEach(
        problem ->
            add(
                findings,
                Severity.WRONG.word(),
                problem.key(),
                problem.badValue().isEmpty() ? "missing or wrong" : "'" + problem.badValue() + "'",
                problem.remedy()));
    root.putArray("flows");
    return root.toString();
  }

  private static void add(
      ArrayNode findings, String severity, String subject, String message, String remedy) {
    findings
        .addObject()
        .put("severity", severity)
        .put("subject", subject)
        .put("message", message)
        .put("remedy", remedy);
  }
}
