// Where two values differ, cut into parts that can be drawn. Pure.
import { codePoint, isCombining, visible } from "./format.js";

const CONTEXT = 24;
const LONGEST = CONTEXT * 16;
/** Letters of one times letters of the other, so that a long value costs no time to draw. */
const FINE = 40_000;

/**
 * Parts of one value against the other: `{ text, kind }` with kind same, changed, unseen (a
 * character that cannot be seen, changed or at an end) or cut.
 */
export function partsOf(value, other) {
  const chars = Array.from(value);
  if (other === null) return chars.length > LONGEST ? changed(chars, "same") : seen(chars, "same");
  const others = Array.from(other);
  const { prefix, suffix } = common(chars, others);
  const middle = chars.slice(prefix, chars.length - suffix);
  return [
    ...side(chars.slice(0, prefix), true),
    ...within(middle, others.slice(prefix, others.length - suffix)),
    ...side(chars.slice(chars.length - suffix), false),
  ];
}

/** Single changed letters where most are equal; else the whole as changed, which reads better. */
function within(middle, others) {
  if (middle.length === 0 || others.length === 0 || middle.length * others.length > FINE) {
    return changed(middle, "changed");
  }
  const kept = longestCommon(middle, others);
  const equal = kept.filter(Boolean).length;
  if (equal < 0.6 * Math.max(middle.length, others.length)) return changed(middle, "changed");
  const parts = [];
  for (let from = 0, to; from < middle.length; from = to) {
    to = from;
    while (to < middle.length && kept[to] === kept[from]) to++;
    parts.push(...seen(middle.slice(from, to), kept[from] ? "same" : "changed"));
  }
  return parts;
}

/** For each of `left`, whether it is part of the longest common subsequence with `right`. */
function longestCommon(left, right) {
  const width = right.length + 1;
  const length = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      length[i * width + j] = left[i] === right[j]
        ? length[(i + 1) * width + j + 1] + 1
        : Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
    }
  }
  const kept = new Array(left.length).fill(false);
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) {
      kept[i++] = true;
      j++;
    } else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) {
      i++;
    } else {
      j++;
    }
  }
  return kept;
}

function common(left, right) {
  const shorter = Math.min(left.length, right.length);
  let prefix = 0;
  while (prefix < shorter && left[prefix] === right[prefix]) prefix++;
  let suffix = 0;
  while (suffix < shorter - prefix
      && left[left.length - 1 - suffix] === right[right.length - 1 - suffix]) suffix++;
  return { prefix, suffix };
}

function side(chars, before) {
  if (chars.length === 0) return [];
  if (chars.length <= CONTEXT * 2) return seen(chars, "same");
  const kept = before ? chars.slice(-CONTEXT) : chars.slice(0, CONTEXT);
  const cut = { text: `…${chars.length - CONTEXT} equal…`, kind: "cut" };
  return before ? [cut, ...seen(kept, "same")] : [...seen(kept, "same"), cut];
}

function changed(chars, kind) {
  if (chars.length <= LONGEST) return seen(chars, kind);
  const cut = { text: `…${chars.length - LONGEST} more…`, kind: "cut" };
  return [...seen(chars.slice(0, LONGEST), kind), cut];
}

function told(char) {
  if (char === " ") return "␣";
  return isCombining(char) ? codePoint(char) : visible(char);
}

/** Runs of one kind, with what cannot be seen made visible; a changed space counts as unseen. */
function seen(chars, kind) {
  const parts = [];
  let run = "";
  const flush = () => {
    if (run !== "") parts.push({ text: run, kind });
    run = "";
  };
  for (const char of chars) {
    const shown = kind === "changed" ? told(char) : visible(char);
    if (shown === undefined) {
      run += char;
    } else {
      flush();
      parts.push({ text: shown, kind: kind === "changed" ? "unseen" : "control" });
    }
  }
  flush();
  return parts;
}
