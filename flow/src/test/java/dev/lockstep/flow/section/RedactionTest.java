package dev.lockstep.flow.section;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactionTest {

  @Test
  void credentialsInAddressesAreHiddenWhateverThePasswordHolds() {
    assertThat(Redaction.shown("registry.url", "http://ann:p@ss@a:1,https://bob:x@b"))
        .doesNotContain("p@", "ss", "bob", "x@");
    assertThat(Redaction.shown("registry.url", "http://ann:secret@a:1"))
        .isEqualTo("http://***@a:1");
    assertThat(Redaction.shown("registry.url", "http://a:1/b")).isEqualTo("http://a:1/b");
  }
}
