package dev.lockstep.streams.state;

import dev.lockstep.schema.event.VerdictKind;
import org.jspecify.annotations.Nullable;

/**
 * What stays with a row while its verdict is open.
 *
 * @param id deterministic id
 * @param kind what is wrong
 * @param revision of the last record stated
 * @param openedMicros when it was first stated
 * @param keyText canonical key, kept since the record that tells it may expire
 * @param reason which side changed outside its log, or why it is inconclusive
 */
public record OpenVerdict(
    String id,
    VerdictKind kind,
    int revision,
    long openedMicros,
    String keyText,
    @Nullable String reason) {

  public OpenVerdict revised(@Nullable String newReason) {
    return new OpenVerdict(id, kind, revision + 1, openedMicros, keyText, newReason);
  }

  void pack(Packer packer) {
    packer.text(id).text(kind.name()).number(revision).number(openedMicros);
    packer.text(keyText).text(reason);
  }

  static OpenVerdict unpack(Unpacker in) {
    String id = in.requiredText();
    VerdictKind kind = VerdictKind.valueOf(in.requiredText());
    return new OpenVerdict(id, kind, (int) in.number(), in.number(), in.requiredText(), in.text());
  }
}
