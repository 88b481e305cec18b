package dev.lockstep.engine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.flow.SslMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncryptionTest {

  private final List<SslMode> tried = new ArrayList<>();

  @Test
  void wherePreferredItIsTriedFirstAndGoneWithoutAfter() {
    assertThatThrownBy(() -> open(SslMode.PREFER, new SQLException("no TLS here")))
        .hasMessage("no TLS here")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(tried).containsExactly(SslMode.REQUIRE, SslMode.DISABLE);
  }

  @Test
  void whereTheAccountIsRefusedItIsNotTriedInPlainText() {
    assertThatThrownBy(() -> open(SslMode.PREFER, new SQLException("denied", "28000", 1045)))
        .hasMessage("denied");
    assertThat(tried).containsExactly(SslMode.REQUIRE);
  }

  @Test
  void whereRequiredItIsNeverGoneWithout() {
    for (SslMode mode : new SslMode[] {SslMode.REQUIRE, SslMode.VERIFY_FULL, SslMode.DISABLE}) {
      tried.clear();
      assertThatThrownBy(() -> open(mode, new SQLException("no"))).hasMessage("no");
      assertThat(tried).containsExactly(mode);
    }
  }

  private Connection open(SslMode mode, SQLException failure) throws SQLException {
    return Encryption.open(
        mode,
        e -> e.getErrorCode() == 1045,
        ssl -> {
          tried.add(ssl);
          // Each attempt fails on its own.
          throw new SQLException(
              failure.getMessage(), failure.getSQLState(), failure.getErrorCode());
        });
  }
}
