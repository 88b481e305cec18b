import { LitElement, css, html, nothing } from "lit";
import { Follow, store } from "../store.js";
import { LEVELS } from "../wording.js";
import { ago, clockTime, count, duration, number, rate } from "../format.js";
import { glyph } from "../glyphs.js";
import { glyphStyle } from "./glyph-style.js";
import { shared } from "../style.js";

const REASONS = 4;

/** The answer: is the copy right? And the figures behind it. */
class VerdictLine extends LitElement {
  static styles = [shared, glyphStyle, css`
    .card { overflow: hidden; }
    .answer { display: flex; gap: 18px; padding: 22px 24px 20px; align-items: flex-start; }
    .answer .glyph { margin-top: 1px; }
    .good .answer { background: var(--good-bg); }
    .bad .answer { background: var(--bad-bg); }
    .warn .answer { background: var(--warn-bg); }
    .info .answer { background: var(--info-bg); }
    p { margin: 0; }
    .line { font-size: 27px; line-height: 1.22; letter-spacing: -0.018em; color: var(--ink);
      font-weight: 420; overflow-wrap: anywhere; text-wrap: pretty; }
    .line b { font-weight: 690; }
    .good .line b { color: var(--good); }
    .bad .line b { color: var(--bad); }
    .warn .line b { color: var(--warn); }
    .info .line b { color: var(--info); }
    .claim { margin-top: 5px; color: var(--ink); }
    .claim time { font-weight: 620; font-variant-numeric: tabular-nums; }
    .position { color: var(--soft); overflow-wrap: anywhere; }
    .position::before { content: "· "; }
    ul { margin: 8px 0 0; padding: 0; list-style: none; color: var(--ink); }
    li { overflow-wrap: anywhere; padding-left: 14px; position: relative; }
    li::before { content: "–"; position: absolute; left: 0; color: var(--soft); }
    dl { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); margin: 0;
      border-top: 1px solid var(--line); }
    dl > div { padding: 12px 24px 14px; min-width: 0; }
    dl > div + div { border-left: 1px solid var(--line); }
    dt { font-size: 12.5px; color: var(--soft); white-space: nowrap; }
    dd { margin: 2px 0 0; font-size: 21px; line-height: 1.3; font-weight: 620; letter-spacing: -0.01em;
      color: var(--ink); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    dd small { display: block; overflow: hidden; text-overflow: ellipsis; font-size: 12.5px; font-weight: 450; color: var(--soft); letter-spacing: 0; }
    dd.wrong { color: var(--bad); }
    .old dl { opacity: 0.55; }
    @media (max-width: 1180px) {
      dl { grid-template-columns: repeat(3, minmax(0, 1fr)); }
      dl > div:nth-child(4) { border-left: 0; }
      dl > div:nth-child(n + 4) { border-top: 1px solid var(--line); }
    }
    @media (max-width: 640px) {
      .answer { padding: 16px; gap: 12px; }
      .line { font-size: 20px; }
      .answer .glyph { width: 28px; height: 28px; }
      dl { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      dl > div { padding: 9px 16px 10px; }
      dl > div:nth-child(n + 3) { border-top: 1px solid var(--line); }
      dl > div:nth-child(odd) { border-left: 0; }
      dl > div:nth-child(even) { border-left: 1px solid var(--line); }
      dd { font-size: 17px; }
    }
  `];

  constructor() {
    super();
    new Follow(this, ["change", "connection", "tick"]);
  }

  render() {
    const judgement = store.judgement;
    if (!judgement) return this.frame("info", "load", "Connecting to the console", []);
    const { tone, glyph: shape } = LEVELS[judgement.level];
    // Figures that are old or not whole yet stand back.
    const old = store.connection.state !== "live" || !store.reader.caughtUp;
    return this.frame(tone, shape, judgement.headline, judgement.reasons, judgement, old);
  }

  frame(tone, shape, headline, reasons, figures, old) {
    return html`<section class="card ${tone} ${old ? "old" : ""}" aria-label="Is the copy right?">
      <div class="answer">
        <span class=${tone}>${glyph(shape, 34)}</span>
        <div>
          <p class="line" data-level=${figures?.level ?? "CONNECTING"}>${this.sentence(headline)}</p>
          ${figures ? this.claim(figures) : nothing}
          ${this.reasons(reasons)}
        </div>
      </div>
      ${figures && figures.tables > 0 ? this.figures(figures) : nothing}
      <span class="sr" role="status">${this.announcement(figures)}</span>
    </section>`;
  }

  /** The verdict stands out; what follows the colon is how it is known. */
  sentence(headline) {
    const colon = headline.indexOf(": ");
    return colon < 0
      ? html`<b>${headline}</b>`
      : html`<b>${headline.slice(0, colon)}</b><span>${headline.slice(colon)}</span>`;
  }

  /** Equal is a claim about a moment: which one, and how long ago. */
  claim(judgement) {
    if (!judgement.claim) return nothing;
    const at = Date.parse(judgement.equalAsOf);
    if (Number.isNaN(at)) return html`<p class="claim">${judgement.claim}</p>`;
    const what = judgement.inLockstep ? "Equal"
      : `${count(judgement.claimTables, "table")} ${judgement.claimTables === 1 ? "is" : "are"} equal`;
    return html`<p class="claim">${what} as of <time datetime=${judgement.equalAsOf}>${clockTime(at)}</time>,
      ${ago(at, store.now())}${judgement.position
        ? html` <span class="position">position <span class="mono">${judgement.position}</span> of the
          source’s log</span>` : nothing}</p>`;
  }

  reasons(reasons) {
    if (reasons.length === 0) return nothing;
    const rest = reasons.length - REASONS;
    return html`<ul>${reasons.slice(0, REASONS).map((reason) => html`<li>${reason}</li>`)}
      ${rest > 0 ? html`<li class="soft">and ${number(rest)} more</li>` : nothing}</ul>`;
  }

  /** Changes only when the answer does, so that a screen reader is not talked over. */
  announcement(figures) {
    if (!figures) return "";
    return figures.level === "WRONG" ? figures.headline : figures.level.toLowerCase().replace("_", " ");
  }

  figures(f) {
    const same = f.sourceRows === f.targetRows;
    const most = f.lagMillis + f.lagUncertaintyMillis;
    return html`<dl>
      ${this.figure("Tables equal", number(f.tablesEqual), `of ${number(f.tables)}`)}
      ${this.figure("Rows", number(f.sourceRows),
        same ? "on each side" : `${number(f.targetRows)} at the target`)}
      ${this.figure("Open verdicts", number(f.wrongRows + f.inconclusive),
        f.wrongRows + f.inconclusive === 0 ? "no row known to be wrong"
          : `${number(f.wrongRows)} wrong, ${number(f.inconclusive)} unsure`, f.wrongRows > 0)}
      ${this.figure("In flight", number(f.inFlight), "changes not confirmed yet")}
      ${this.figure("Lag, p99", f.lagMillis < 0 ? "–" : duration(f.lagMillis),
        f.lagMillis < 0 ? "no change in the last 10 s"
          : f.lagUncertaintyMillis > 0 ? `at most ${duration(most)}`
            : "slowest table")}
      ${this.figure("Changes per second", rate(f.changesPerSecond),
        `${number(f.confirmed)} confirmed`)}
    </dl>`;
  }

  figure(name, value, note, wrong = false) {
    return html`<div><dt>${name}</dt><dd class=${wrong ? "wrong" : ""}>${value}
      <small title=${note}>${note}</small></dd></div>`;
  }
}

customElements.define("ls-verdict-line", VerdictLine);
