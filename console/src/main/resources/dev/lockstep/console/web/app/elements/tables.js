import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Follow, store } from "../store.js";
import { VERDICTS, VERDICT_COUNTS, openWrong, tableState } from "../kinds.js";
import { ago, duration, number, rate, shortDigest, signed } from "../format.js";
import { glyph } from "../glyphs.js";
import { glyphStyle } from "./glyph-style.js";
import { shared } from "../style.js";
import { tablesStyle } from "./tables-style.js";
import "./spark.js";

const PAGE = 50;
/** A quiet table is spoken of every few seconds, so less than this is fresh. */
const FRESH = 12_000;
const ALIGNMENTS = {
  PROGRESS: "compared at the sink's own progress",
  GTID: "compared at the source's transaction ids",
  HEARTBEAT: "compared at heartbeats",
  DIGEST: "compared by digest, no positions",
  NONE: "no alignment",
};
const PHASES = { WAITING: "waiting", LOADING: "copying", FOLLOWING: "following",
  ALTERING: "being altered", BLOCKED: "blocked" };

/** Every table, the worst first. */
class Tables extends LitElement {
  static properties = { shown: { state: true } };
  static styles = [shared, glyphStyle, tablesStyle];

  constructor() {
    super();
    this.shown = PAGE;
    new Follow(this);
  }

  render() {
    const tables = [...store.tables.values()].map((table) => ({ table, state: tableState(table) }))
      .sort((a, b) => a.state.rank - b.state.rank || (a.table.id < b.table.id ? -1 : 1));
    return html`<section class="card" aria-labelledby="title">
      <div class="head"><h2 id="title">Tables</h2><span class="note">${this.note(tables)}</span></div>
      ${tables.length === 0
        ? html`<div class="empty">Nothing has been said of any table yet.</div>`
        : html`<table>
            <thead><tr>
              <th scope="col">Table</th><th scope="col">State</th>
              <th scope="col" class="num">Rows</th><th scope="col">Running digest</th>
              <th scope="col">Open verdicts</th><th scope="col" class="num">In flight</th>
              <th scope="col" class="num">Lag p50 / p99</th>
              <th scope="col">Changes</th><th scope="col" class="num">Confirmed</th>
            </tr></thead>
            <tbody>${repeat(tables.slice(0, this.shown), ({ table }) => table.id,
              ({ table, state }) => this.row(table, state))}</tbody>
          </table>`}
      ${tables.length > this.shown ? html`<button class="more" @click=${this.more}>
        Show ${number(Math.min(PAGE, tables.length - this.shown))} more of
        ${number(tables.length)}</button>` : nothing}
    </section>`;
  }

  more() {
    this.shown += PAGE;
  }

  note(tables) {
    const equal = tables.filter(({ state }) => state.word === "equal").length;
    return tables.length === 0 ? "" : `${number(equal)} of ${number(tables.length)} equal`;
  }

  row(table, state) {
    const points = store.lag.get(table.id) ?? [];
    return html`<tr data-tone=${state.tone} data-table=${table.table}>
      <th scope="row">${table.table}
        ${table.targetTable === table.table ? nothing : html`<small>to ${table.targetTable}</small>`}
        ${this.flow(table)}</th>
      <td data-label="State"><div class="state ${state.tone}">${glyph(state.glyph, 17)}
        <span>${state.word}</span></div><small>${this.freshness(table)}</small>
        ${table.problem ? html`<small class="warn wrap">${table.problem}</small>` : nothing}</td>
      <td data-label="Rows" class="num">${this.rows(table)}</td>
      <td data-label="Running digest">${this.digest(table)}</td>
      <td data-label="Open verdicts"><div class="chips">${this.verdicts(table)}</div></td>
      <td data-label="In flight" class="num">${number(table.inFlight)}${this.oldest(table)}</td>
      <td data-label="Lag p50 / p99" class="num">${this.lag(points)}</td>
      <td data-label="Changes"><div class="pace">${this.pace(table, points)}</div></td>
      <td data-label="Confirmed" class="num" title="${number(table.inserts)} inserts, ${number(table.updates)} updates, ${number(table.deletes)} deletes at the source since the baseline">
        ${number(table.confirmed)}</td>
    </tr>`;
  }

  flow(table) {
    const flows = new Set([...store.tables.values()].map((other) => other.flow));
    return flows.size > 1 ? html`<small>flow ${table.flow}</small>` : nothing;
  }

  freshness(table) {
    const at = Date.parse(table.markedAt ?? table.at);
    const age = store.now() - at;
    const phase = PHASES[table.phase];
    if (table.phase === "LOADING" && table.sourceRows > 0) {
      return `${Math.min(99, Math.floor((table.targetRows / table.sourceRows) * 100))} % copied`;
    }
    return html`<span title="${phase}; ${ALIGNMENTS[table.alignment]}">${
      table.phase !== "FOLLOWING" ? ""
        : age < FRESH ? `aligned by ${table.alignment.toLowerCase()}`
          : `last proof ${ago(at, store.now())}`
    }</span>`;
  }

  rows(table) {
    if (table.phase === "WAITING") return html`<span class="soft">–</span>`;
    const difference = table.targetRows - table.sourceRows;
    return difference === 0
      ? html`${number(table.sourceRows)}<small>on both sides</small>`
      : html`${number(table.sourceRows)}<small>target ${number(table.targetRows)}
          <b class=${table.phase === "FOLLOWING" ? "delta" : ""}>${signed(difference)}</b></small>`;
  }

  digest(table) {
    if (table.phase === "WAITING" || table.phase === "LOADING") {
      return html`<span class="soft">not comparable yet</span>`;
    }
    const same = table.sourceDigest === table.targetDigest;
    const side = (name, hex) => html`<span class="mono" tabindex="0" title="${name}: ${hex}"
      aria-label="${name} digest ${hex}">${shortDigest(hex)}</span>`;
    return html`<div class="digest">${side("source", table.sourceDigest)}
      <b class=${same ? "good" : "bad"}><span aria-hidden="true">${same ? "=" : "≠"}</span>
        <span class="sr">${same ? "equals" : "differs from"}</span></b>
      ${side("target", table.targetDigest)}</div>
      ${!table.residualZero && table.phase === "FOLLOWING"
        ? html`<small class="bad">not explained by open verdicts</small>`
        : same || openWrong(table) === 0 ? nothing
          : html`<small>explained by open verdicts</small>`}`;
  }

  verdicts(table) {
    const chips = VERDICT_COUNTS.filter(([field]) => table[field] > 0).map(([field, kind]) => {
      const { sign, word, tone } = VERDICTS[kind];
      return html`<span class="chip ${tone}"><b aria-hidden="true">${sign}</b>
        ${number(table[field])} ${kind === "MISMATCHED" && table[field] > 1 ? "differ" : word}</span>`;
    });
    return chips.length > 0 ? chips : html`<span class="soft">none</span>`;
  }

  oldest(table) {
    if (!table.oldestInFlightAt || table.inFlight === 0) return nothing;
    const age = store.now() - Date.parse(table.oldestInFlightAt);
    return age < 1000 ? nothing : html`<small>oldest ${duration(age)}</small>`;
  }

  lag(points) {
    const last = points.findLast((point) => point.changes > 0);
    if (!last) return html`<span class="soft">–</span>`;
    return html`${duration(last.p50)} <span class="soft">/</span> ${duration(last.p99)}
      ${last.uncertainty > 0
        ? html`<small title="The source's clock leaves ${duration(last.uncertainty)} open: true lag lies between the figure and this.">
            at most ${duration(last.p99 + last.uncertainty)}</small>` : nothing}`;
  }

  pace(table, points) {
    const values = points.map((point) => (point.changes * 1000) / point.millis);
    const recent = points.filter((p) => store.now() - p.start - p.millis < 10_000).length;
    const last = recent ? values.slice(-Math.min(5, recent)) : [0];
    const now = last.reduce((sum, value) => sum + value, 0) / last.length;
    return html`<ls-spark .values=${values} label="changes per second of ${table.table}, now ${rate(now)}">
      </ls-spark><span class="rate">${rate(now)}<span class="soft">/s</span></span>`;
  }
}

customElements.define("ls-tables", Tables);
