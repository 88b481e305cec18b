// Numbers, times and values as people read them. Pure.

const whole = new Intl.NumberFormat("en-US");
const oneDecimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

export const number = (value) => whole.format(value);

export function rate(perSecond) {
  return perSecond >= 10 || perSecond === 0
    ? whole.format(Math.round(perSecond))
    : oneDecimal.format(perSecond);
}

export function signed(value) {
  return value === 0 ? "0" : (value > 0 ? "+" : "−") + whole.format(Math.abs(value));
}

export function count(value, thing) {
  return `${whole.format(value)} ${thing}${value === 1 ? "" : "s"}`;
}

/** Milliseconds as a duration with a unit; no more precise than it is worth. */
export function duration(millis) {
  const value = Math.max(0, millis);
  if (value < 1000) return `${Math.round(value)} ms`;
  if (value < 10_000) return `${(value / 1000).toFixed(1)} s`;
  const seconds = Math.floor(value / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}

export function ago(time, now) {
  const seconds = Math.floor((now - time) / 1000);
  if (seconds < 1) return "just now";
  return seconds < 60 ? `${seconds} s ago` : `${duration(seconds * 1000)} ago`;
}

/** How far something has got: rows, pace and time left, as far as they are known. */
export function workText(work) {
  const rows = work.total > 0
    ? `${number(work.done)} of about ${count(work.total, "row")}`
    : count(work.done, "row");
  const pace = work.ratePerSecond === null ? "" : `, ${rate(work.ratePerSecond)} a second`;
  const left = work.remainingMillis === null ? "" : `, about ${duration(work.remainingMillis)} left`;
  return rows + pace + left;
}

const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", second: "2-digit",
});

export const clockTime = (time) => clock.format(time);

/** The first digits of a digest: enough to see, the whole is in the title. */
export const shortDigest = (hex) => hex.slice(0, 8);

const NAMED = new Map([
  ["\t", "⇥"], ["\n", "↵"], ["\r", "␍"], ["\u00a0", "⍽"], ["\u0000", "␀"],
]);

/** A mark that sits on the letter before it: seen where it is, but not told from one letter. */
export const isCombining = (char) => /^\p{M}$/u.test(char);

/** What stands for a character that cannot be seen; undefined for one that can. */
export function visible(char) {
  if (NAMED.has(char)) return NAMED.get(char);
  const code = char.codePointAt(0);
  const unseen = code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0xad
    || (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e)
    || (code >= 0x2060 && code <= 0x2064) || (code >= 0x2066 && code <= 0x2069)
    || code === 0xfeff;
  return unseen ? codePoint(char) : undefined;
}

export function codePoint(char) {
  return `U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
