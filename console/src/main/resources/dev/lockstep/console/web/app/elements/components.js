import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Follow, store } from "../store.js";
import { STATES } from "../wording.js";
import { ago, count, duration, workText } from "../format.js";
import { shared } from "../style.js";

/** A running capture speaks every 5 s. */
const SILENT = 15_000;
const PROGRAMS = { producers: "Capture", streams: "Comparison", sink: "Sink", alerts: "Alerts" };

/** What the programs say of themselves; single tables only when they are not simply running. */
class Components extends LitElement {
  static styles = [shared, css`
    ul { list-style: none; margin: 0; padding: 0; }
    li { padding: 9px 16px; }
    li + li { border-top: 1px solid var(--line); }
    .line { display: flex; gap: 10px; align-items: baseline; }
    .who { min-width: 0; overflow-wrap: anywhere; }
    .chip { margin-left: auto; flex: none; }
    .more-text { margin-top: 3px; overflow-wrap: anywhere; }
    progress { width: 100%; height: 6px; margin-top: 6px; accent-color: var(--info); }
  `];

  constructor() {
    super();
    new Follow(this);
  }

  render() {
    const all = [...store.facts("components").values()];
    const quiet = (c) => c.table !== "" && c.state === "RUNNING";
    const shown = all.filter((c) => !quiet(c)).sort((a, b) =>
      STATES[a.state].rank - STATES[b.state].rank || (a.id < b.id ? -1 : 1));
    const silent = new Set(all.filter(quiet).map((c) => c.table)).size;
    return html`<section class="card" aria-labelledby="title">
      <div class="head"><h2 id="title">Programs</h2>
        ${silent > 0 ? html`<span class="note">${count(silent, "table")} running</span>` : nothing}</div>
      ${shown.length === 0 ? html`<div class="empty">No program has reported yet.</div>` : html`
      <ul>${repeat(shown, (c) => c.id, (c) => this.component(c))}</ul>`}
    </section>`;
  }

  component(c) {
    const { sign, tone, word } = STATES[c.state];
    return html`<li data-state=${c.state}><div class="line">
        <span class="who"><b>${PROGRAMS[c.program] ?? c.program}</b> ${c.subject}
          ${c.table ? html`<span class="soft">${c.table}</span>` : nothing}</span>
        <span class="chip ${tone}" title="said ${ago(Date.parse(c.at), store.now())}"><span
          aria-hidden="true">${sign}</span> ${word}</span></div>
      ${c.message ? html`<div class="more-text small">${c.message}</div>` : nothing}
      ${c.remedy ? html`<div class="more-text small soft">What to do: ${c.remedy}</div>` : nothing}
      ${c.state === "SNAPSHOT" && (c.total > 0 || c.done > 0) ? this.work(c) : nothing}
      ${c.program === "producers" && c.table === "" && c.state === "RUNNING" ? this.reading(c) : nothing}
    </li>`;
  }

  work(c) {
    return html`${c.total > 0 ? html`<progress max=${c.total} .value=${Math.min(c.done, c.total)}
        aria-label="rows read"></progress>` : nothing}
      <div class="small soft">${workText(c)}</div>${this.silence(c)}`;
  }

  /** Where a capture stands in its log. */
  reading(c) {
    const how = c.behindMillis === null ? "how far behind the end of its log is not known"
      : c.behindMillis === 0 ? "has read all of its log"
        : `${duration(c.behindMillis)} behind the end of its log`;
    return html`<div class="more-text small soft">${how}${c.position
      ? html` · <span class="mono">${c.position}</span>` : nothing}</div>${this.silence(c)}`;
  }

  silence(c) {
    const at = Date.parse(c.at);
    return store.now() - at > SILENT
      ? html`<div class="small warn">these figures are of ${ago(at, store.now())}</div>` : nothing;
  }
}

customElements.define("ls-components", Components);
