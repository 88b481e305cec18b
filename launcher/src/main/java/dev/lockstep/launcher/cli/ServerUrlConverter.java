package dev.lockstep.launcher.cli;

import dev.lockstep.launcher.place.ServerUrl;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Servers of the user's. What is told of a wrong one never holds its text, for the password's sake.
 */
final class ServerUrlConverter implements ITypeConverter<ServerUrl> {

  @Override
  public ServerUrl convert(String text) {
    try {
      return ServerUrl.parse(text, System.getenv());
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
