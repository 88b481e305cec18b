package dev.lockstep.launcher.cli;

import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.section.Parsers;
import dev.lockstep.flow.section.Section;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Kinds of databases by the names that they have in the configuration. */
final class EndpointTypeConverter implements ITypeConverter<EndpointType> {

  private static final Section.Parser<EndpointType> PARSER = Parsers.choice(EndpointType.class);

  @Override
  public EndpointType convert(String text) {
    try {
      return PARSER.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is no kind of database. " + e.getMessage());
    }
  }
}
