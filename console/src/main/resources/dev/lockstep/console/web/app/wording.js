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
  LEFT_OUT: { rank: 7, sign: "○", tone: "quiet", word: "left out" },
};

export const openWrong = (table) =>
  table.openMismatched + table.openMissing + table.openExtra + table.openOutsideLog;

/** How a table stands, as the judge says it: the order is his, the worst first. */
export const STANDINGS = {
  WRONG: { rank: 0, tone: "bad", glyph: "cross", word: "wrong" },
  REFUSED: { rank: 1, tone: "bad", glyph: "triangle", word: "refused" },
  BLOCKED: { rank: 2, tone: "warn", glyph: "triangle", word: "blocked" },
  RETRYING: { rank: 3, tone: "warn", glyph: "clock", word: "in trouble" },
  UNSURE: { rank: 4, tone: "warn", glyph: "triangle", word: "unsure" },
  UNREAD: { rank: 5, tone: "warn", glyph: "triangle", word: "not read" },
  OLD: { rank: 6, tone: "warn", glyph: "clock", word: "no news" },
  UNDATED: { rank: 7, tone: "warn", glyph: "clock", word: "equal, as of when?" },
  REREAD: { rank: 8, tone: "info", glyph: "load", word: "read anew" },
  WAITING: { rank: 9, tone: "info", glyph: "load", word: "waiting" },
  COPYING: { rank: 10, tone: "info", glyph: "load", word: "copying" },
  ALTERING: { rank: 11, tone: "info", glyph: "load", word: "being altered" },
  BEHIND: { rank: 12, tone: "warn", glyph: "clock", word: "equal, behind" },
  GONE: { rank: 13, tone: "quiet", glyph: "load", word: "dropped" },
  LEFT_OUT: { rank: 14, tone: "quiet", glyph: "load", word: "a view, not copied" },
  UNTOLD: { rank: 15, tone: "quiet", glyph: "load", word: "not told here" },
  EQUAL: { rank: 16, tone: "good", glyph: "check", word: "equal" },
};
