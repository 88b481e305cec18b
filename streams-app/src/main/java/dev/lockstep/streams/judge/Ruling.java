package dev.lockstep.streams.judge;

import dev.lockstep.schema.event.VerdictKind;
import dev.lockstep.schema.event.VerdictState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verdict as the judge states it, without the values.
 *
 * @param sourceOffset of the judged source version; -1 for none
 * @param targetOffset of the judged target version; -1 for none
 * @param filledAtSource definitions that gave columns to the source's row since its version
 * @param filledAtTarget likewise
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
    List<Integer> filledAtSource,
    List<Integer> filledAtTarget,
    String position,
    long openedMicros,
    long closedMicros) {}
