package dev.lockstep.embedded.server;

import java.nio.file.Path;
import java.util.List;

/** A kind of server that is never started. */
final class FakeKind implements ServerKind {

  @Override
  public String name() {
    return "Fake";
  }

  @Override
  public String program() {
    return "faked";
  }

  @Override
  public String toInstall() {
    return "the fake itself";
  }

  @Override
  public List<String> command() {
    return List.of("faked");
  }

  @Override
  public List<String> preparing(Path data) {
    return List.of();
  }

  @Override
  public List<String> running(DataDirectory directory) {
    return List.of();
  }

  @Override
  public List<String> accounts(Access access, Passwords passwords) {
    return List.of();
  }
}
