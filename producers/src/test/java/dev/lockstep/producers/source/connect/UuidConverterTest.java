package dev.lockstep.producers.source.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UuidConverterTest {

  @Test
  void fillsCutUuidsAtTheirEnd() {
    byte[] cut = {
      0x12,
      0x3e,
      0x45,
      0x67,
      (byte) 0xe8,
      (byte) 0x9b,
      0x12,
      (byte) 0xd3,
      (byte) 0xa4,
      0x56,
      0x42,
      0x66,
      0x14,
      0x17,
      0x40
    };
    assertThat(UuidConverter.read(cut)).isEqualTo("123e4567-e89b-12d3-a456-426614174000");
    assertThat(UuidConverter.read(null)).isNull();
  }
}
