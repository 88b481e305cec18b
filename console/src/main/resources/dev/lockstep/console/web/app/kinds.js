// The words and shapes of every closed set. A shape and a word each, so that colour only helps.

export const LEVELS = {
  IN_LOCKSTEP: { tone: "good", glyph: "check" },
  BEHIND: { tone: "warn", glyph: "clock" },
  LOADING: { tone: "info", glyph: "load" },
  WAITING: { tone: "info", glyph: "load" },
  STALE: { tone: "warn", glyph: "clock" },
  BLOCKED: { tone: "warn", glyph: "triangle" },
  WRONG: { tone: "bad", glyph: "cross" },
};

export const VERDICTS = {
  MISMATCHED: { sign: "≠", word: "differs", tone: "bad" },
  MISSING_ON_TARGET: { sign: "−", word: "missing on target", tone: "bad" },
  EXTRA_ON_TARGET: { sign: "+", word: "extra on target", tone: "bad" },
  CHANGED_OUTSIDE_LOG: { sign: "⇅", word: "changed outside the log", tone: "bad" },
  INCONCLUSIVE: { sign: "?", word: "inconclusive", tone: "warn" },
};

export const VERDICT_COUNTS = [
  ["openMismatched", "MISMATCHED"],
  ["openMissing", "MISSING_ON_TARGET"],
  ["openExtra", "EXTRA_ON_TARGET"],
  ["openOutsideLog", "CHANGED_OUTSIDE_LOG"],
  ["inconclusive", "INCONCLUSIVE"],
];

export const SEVERITIES = {
  CRITICAL: { rank: 0, sign: "■", word: "Critical", tone: "bad" },
  WARNING: { rank: 1, sign: "▲", word: "Warning", tone: "warn" },
  INFO: { rank: 2, sign: "●", word: "Info", tone: "info" },
};

export const STATES = {
  FAILED: { rank: 0, sign: "✕", tone: "bad", word: "failed" },
  REFUSED: { rank: 1, sign: "✕", tone: "bad", word: "refused" },
  RETRYING: { rank: 2, sign: "↻", tone: "warn", word: "retrying" },
  STOPPED: { rank: 3, sign: "■", tone: "quiet", word: "stopped" },
  STARTING: { rank: 4, sign: "…", tone: "info", word: "starting" },
  SNAPSHOT: { rank: 5, sign: "◔", tone: "info", word: "copying" },
  RUNNING: { rank: 6, sign: "✓", tone: "good", word: "running" },
};

export const openWrong = (table) =>
  table.openMismatched + table.openMissing + table.openExtra + table.openOutsideLog;

/** How one table stands, worst first by rank. */
export function tableState(table) {
  if (table.phase === "BLOCKED") return { rank: 1, tone: "warn", glyph: "triangle", word: "blocked" };
  if (openWrong(table) > 0) return { rank: 0, tone: "bad", glyph: "cross", word: "wrong" };
  if (table.phase === "WAITING") return { rank: 3, tone: "info", glyph: "load", word: "waiting" };
  if (table.phase === "LOADING") return { rank: 3, tone: "info", glyph: "load", word: "copying" };
  if (!table.residualZero) return { rank: 0, tone: "bad", glyph: "cross", word: "unexplained" };
  if (table.inconclusive > 0) return { rank: 2, tone: "warn", glyph: "triangle", word: "unsure" };
  return table.equal
    ? { rank: 4, tone: "good", glyph: "check", word: "equal" }
    : { rank: 0, tone: "bad", glyph: "cross", word: "not equal" };
}
