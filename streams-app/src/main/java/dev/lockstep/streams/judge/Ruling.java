package dev.lockstep.streams.judge;

import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import org.jspecify.annotations.Nullable;

/**
 * A verdict as the judge states it, without the values.
 *
 * @param sourceOffset of the judged source version; -1 for none
 * @param targetOffset of the judged target version; -1 for none
 * @param position of the marker
 * @param closedMicros 0 while open
 */
public record Ruling(
    FlowTable table,
    String id,
    String keyText,
    VerdictKind kind,
    VerdictState state,
    int revision,
    @Nullable String reason,
    long sourceOffset,
    long targetOffset,
    String position,
    long openedMicros,
    long closedMicros) {}
