package dev.lockstep.streams.state;

/**
 * Why a row is to be judged at a marker.
 *
 * @param changed a covered version changed what one side holds
 * @param outsideSource the source was changed outside its log before a covered version
 * @param outsideTarget likewise on the target
 * @param side where the newest record of this key is
 * @param offset that record's offset; -1 for none
 */
public record Touched(
    boolean changed, boolean outsideSource, boolean outsideTarget, Side side, long offset) {

  /** Judged again, though nothing happened to it. */
  public static final Touched AGAIN = new Touched(false, false, false, Side.SOURCE, -1);

  public boolean outside() {
    return outsideSource || outsideTarget;
  }

  Touched and(Touched later) {
    boolean newer = later.offset >= 0;
    return new Touched(
        changed || later.changed,
        outsideSource || later.outsideSource,
        outsideTarget || later.outsideTarget,
        newer ? later.side : side,
        newer ? later.offset : offset);
  }

  byte[] pack(Packer packer) {
    return packer
        .restart()
        .flags(changed, outsideSource, outsideTarget, side == Side.TARGET)
        .number(offset)
        .toBytes();
  }

  static Touched unpack(byte[] bytes) {
    Unpacker in = new Unpacker(bytes);
    int flags = in.raw();
    Side side = (flags & 8) != 0 ? Side.TARGET : Side.SOURCE;
    return new Touched((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, side, in.number());
  }
}
