package dev.lockstep.streams.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.row.RowDigest;
import org.junit.jupiter.api.Test;

class RowTest {

  private static final RowDigest ONE = new RowDigest(1, -1);
  private static final RowDigest TWO = new RowDigest(2, 7);
  private static final long FAR = 1L << 40;
  private static final TableState TABLE = new TableState(1);

  @Test
  void aSettledRowTakesAtMost64Bytes() {
    assertThat(settled(ONE, ONE).pack(new Packer())).hasSizeLessThanOrEqualTo(32);
    assertThat(settled(ONE, TWO).pack(new Packer())).hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void comesBackAsItWasPacked() {
    Row row = settled(ONE, TWO);
    row.source().await(new Version(Op.DELETE, null, FAR + 1, false, 5, 0, 1, -1));
    row.target().await(new Version(Op.UNREADABLE, null, FAR + 2, false, 5, 0, 1, -1));
    row.verdict(new OpenVerdict("id", VerdictKind.MISMATCHED, 3, 99, "k=1", null));
    Row back = unpacked(row);
    assertThat(back.source().digest()).isEqualTo(ONE);
    assertThat(back.source().latestDigest()).isNull();
    assertThat(back.source().latestOffset()).isEqualTo(FAR + 1);
    assertThat(back.target().digest()).isEqualTo(TWO);
    assertThat(back.target().latestUnknown()).isTrue();
    assertThat(back.verdict()).isEqualTo(row.verdict());
  }

  @Test
  void equalSidesShareTheirDigest() {
    Row back = unpacked(settled(ONE, ONE));
    assertThat(back.equal()).isTrue();
    assertThat(back.target().offset()).isEqualTo(FAR);
    assertThat(back.difference().isZero()).isTrue();
  }

  @Test
  void aWaitingVersionTakesAbout48Bytes() {
    Version version =
        new Version(Op.UPDATE, ONE, FAR, false, 1_800_000_000_000_000L, 1_799_999_999_000L, 1, -1);
    assertThat(version.pack(new Packer())).hasSizeLessThanOrEqualTo(48);
    assertThat(Version.unpack(version.pack(new Packer()))).isEqualTo(version);
  }

  @Test
  void aRowOfWhichNothingIsKnownIsNotKept() {
    MapStore store = new MapStore();
    Rows rows = new Rows(store);
    rows.keep(TABLE, new byte[] {1}, settled(ONE, TWO));
    Row row = rows.of(TABLE, new byte[] {1});
    row.source().wipe();
    row.target().wipe();
    rows.keep(TABLE, new byte[] {1}, row);
    assertThat(store.size()).isZero();
  }

  @Test
  void whatWasAddedSinceItsRecordBelongsToARow() {
    Fills fills = new Fills();
    Row row = new Row(fills, new Fills());
    row.source().settle(new Version(Op.UPDATE, ONE, 10, false, 5, 0, 1, -1));
    row.target().settle(new Version(Op.UPDATE, ONE.plus(TWO), 10, false, 5, 0, 1, -1));
    fills.read(10, 7, ONE);
    fills.read(11, 8, TWO);
    assertThat(row.source().digest()).isEqualTo(ONE);
    assertThat(row.source().latestDigest()).isEqualTo(ONE.plus(TWO));
    assertThat(row.equal()).isFalse();
    fills.settle(11);
    assertThat(row.source().digest()).isEqualTo(ONE.plus(TWO));
    assertThat(row.equal()).isTrue();
    assertThat(fills.schemasSince(10)).containsExactly(8);

    Row back = Row.unpack(row.pack(new Packer()), fills, new Fills());
    assertThat(back.source().digest()).isEqualTo(ONE.plus(TWO));
    row.source().settle(new Version(Op.UPDATE, TWO, 12, false, 5, 0, 2, -1));
    assertThat(row.source().digest()).isEqualTo(TWO);
  }

  private static Row unpacked(Row row) {
    return Row.unpack(row.pack(new Packer()), new Fills(), new Fills());
  }

  private static Row settled(RowDigest source, RowDigest target) {
    Row row = new Row(new Fills(), new Fills());
    row.source().settle(new Version(Op.UPDATE, source, FAR, false, 5, 0, 1, -1));
    row.target().settle(new Version(Op.UPDATE, target, FAR, false, 5, 0, 1, -1));
    return row;
  }
}
