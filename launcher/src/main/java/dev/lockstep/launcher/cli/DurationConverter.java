package dev.lockstep.launcher.cli;

import dev.lockstep.flow.section.Parsers;
import dev.lockstep.flow.section.Section;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lengths of time as the configuration reads them: {@code 500ms}, {@code 60s}, {@code 5m}. */
final class DurationConverter implements ITypeConverter<Duration> {

  private static final Section.Parser<Duration> PARSER =
      Parsers.duration(Duration.ofMillis(1), Duration.ofDays(365));

  @Override
  public Duration convert(String text) {
    try {
      return PARSER.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is no duration. " + e.getMessage());
    }
  }
}
