// Lag windows as series for the charts. Pure.

const MAX_LINES = 8;
/** A longer pause is drawn as a gap. */
const GAP = 10_000;
/** Colours that stay apart for colour-blind eyes; each line also bears its name. */
const LIGHT = ["#0a63b0", "#c1440e", "#00785f", "#8d3f94", "#8a6100", "#0d8aa8", "#a1174d", "#4c5666"];
const DARK = ["#6db3f2", "#ff9d6b", "#4fd0b0", "#d79be0", "#e6c15a", "#6fd3e8", "#ff8fb0", "#b6c0cf"];
const TYPES = ["solid", "solid", "solid", "solid", [6, 3], [6, 3], [6, 3], [6, 3]];

/** The busiest tables by name, each with its colour and line; a table keeps them while it stays. */
export function lines(lag, tables, from, dark) {
  const busy = [...lag.entries()].map(([id, points]) => ({
    id,
    name: tables.get(id)?.table ?? id,
    points: points.filter((point) => point.start >= from),
  })).filter((line) => line.points.length > 0);
  const shown = busy.length <= MAX_LINES
    ? busy
    : busy.map((line) => ({ line, sum: line.points.reduce((sum, p) => sum + p.changes, 0) }))
      .sort((a, b) => b.sum - a.sum).slice(0, MAX_LINES).map(({ line }) => line);
  shown.sort((a, b) => (a.id < b.id ? -1 : 1));
  const palette = dark ? DARK : LIGHT;
  return {
    hidden: busy.length - shown.length,
    lines: shown.map((line, i) => ({ ...line, color: palette[i], type: TYPES[i] })),
  };
}

/** p99 over time; windows without a change say nothing of lag. */
export function lagData(points) {
  const data = [];
  let last = 0;
  for (const point of points) {
    if (point.changes === 0) continue;
    const time = point.start + point.millis;
    if (last && time - last > GAP) data.push([last + 1, null]);
    data.push([time, point.p99, point.p50, point.max, point.changes]);
    last = time;
  }
  return data;
}

/** Windows of which the pace is the mean: counts come in lots of about a window's length. */
const SMOOTHED = 3;

/** Changes a second; a pause is zero. */
export function paceData(points) {
  const data = [];
  let together = [];
  for (const point of points) {
    const last = together.at(-1);
    if (last && point.start - (last.start + last.millis) > GAP) {
      data.push([last.start + last.millis + 1, 0], [point.start - 1, 0]);
      together = [];
    }
    together = [...together, point].filter((p) => p.start > point.start - SMOOTHED * point.millis);
    data.push([point.start + point.millis, pace(together)]);
  }
  return data;
}

function pace(points) {
  const changes = points.reduce((sum, point) => sum + point.changes, 0);
  return (changes * 1000) / points.reduce((sum, point) => sum + point.millis, 0);
}
