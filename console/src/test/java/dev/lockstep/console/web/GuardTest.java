package dev.lockstep.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.0.0.1", "[::1]:80"})
  void knowsTheNamesOfThisMachine(String host) {
    assertThat(Guard.isLoopback(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "localhost.evil.example:8080", "127.0.0.1.nip.io", "", "[::2]:1"})
  void refusesEveryOtherName(String host) {
    assertThat(Guard.isLoopback(host)).isFalse();
  }

  @Test
  void anOriginIsTheSameOnlyWithHostAndPort() {
    assertThat(Guard.sameHost("http://localhost:8080", "localhost:8080")).isTrue();
    assertThat(Guard.sameHost("http://localhost:3000", "localhost:8080")).isFalse();
    assertThat(Guard.sameHost("null", "localhost:8080")).isFalse();
    assertThat(Guard.sameHost("not a uri", "localhost:8080")).isFalse();
  }
}
