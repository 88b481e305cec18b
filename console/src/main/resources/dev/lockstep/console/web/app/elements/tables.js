import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Follow, store } from "../store.js";
import { STANDINGS, VERDICTS, VERDICT_COUNTS, openWrong } from "../wording.js";
import { ago, clockTime, duration, number, rate, shortDigest, signed, workText } from "../format.js";
import { glyph } from "../glyphs.js";
import { glyphStyle } from "./glyph-style.js";
import { shared } from "../style.js";
import { tablesStyle } from "./tables-style.js";
import "./spark.js";

const PAGE = 50;
/** A quiet table is spoken of every few seconds: figures older than this are marked. */
const OLD = 15_000;
const ALIGNMENTS = {
  PROGRESS: "compared at the sink's own progress",
  GTID: "compared at the source's transaction ids",
  HEARTBEAT: "compared at heartbeats",
  DIGEST: "compared by digest, no positions",
  NONE: "no alignment",
};
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
    const tables = this.tables();
    this.manyFlows = new Set(tables.map(({ table, standing }) => (table ?? standing).flow)).size > 1;
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
            <tbody>${repeat(tables.slice(0, this.shown), ({ id }) => id,
              (entry) => this.row(entry))}</tbody>
          </table>`}
      ${tables.length > this.shown ? html`<button class="more" @click=${this.more}>
        Show ${number(Math.min(PAGE, tables.length - this.shown))} more of
        ${number(tables.length)}</button>` : nothing}
    </section>`;
  }

  /** Tables that were compared and tables of which only a capture speaks, the worst first. */
  tables() {
    const untold = store.standingsLeftOut > 0 ? "UNTOLD" : "EQUAL";
    const all = new Map([...store.facts("tables")].map(([id, table]) => [id, { id, name: table.table, table }]));
    for (const [id, standing] of store.standings) {
      all.set(id, { id, name: standing.table, table: store.facts("tables").get(id), standing });
    }
    return [...all.values()]
      .map((entry) => ({ ...entry, state: STANDINGS[entry.standing?.state ?? untold] }))
      .sort((a, b) => a.state.rank - b.state.rank || (a.id < b.id ? -1 : 1));
  }

  more() {
    this.shown += PAGE;
  }

  note(tables) {
    if (tables.length === 0) return "";
    const equal = store.judgement?.tablesEqual ?? 0;
    const included = store.judgement?.tables ?? tables.length;
    const underRule = store.judgement?.equalUnderRule ?? 0;
    return html`${number(equal)} of ${number(included)} equal${underRule > 0
      ? `, ${number(underRule)} of them under a rule` : ""}${store.standingsLeftOut > 0
      ? html` · ${number(store.standingsLeftOut)} more that are not equal stand in
        <a href="/api/judgement">/api/judgement</a>` : nothing}`;
  }

  row({ id, name, table, standing, state }) {
    return html`<tr data-tone=${state.tone} data-table=${name} data-state=${standing?.state ?? "EQUAL"}
      class=${table && this.isOld(table) ? "old" : ""}>
      <th scope="row">${name}
        ${!table || table.targetTable === name ? nothing : html`<small>to ${table.targetTable}</small>`}
        ${this.flow(table?.flow ?? standing.flow)}</th>
      <td data-label="State">${this.state(table, standing, state)}</td>
      ${table && standing?.state !== "REFUSED" ? this.figures(table, store.facts("lag").get(id) ?? [])
        : html`<td class="none" colspan="7"><span class="soft">${
          standing?.remedy ? html`What to do: ${standing.remedy}` : "no figures"}</span></td>`}
    </tr>`;
  }

  figures(table, points) {
    return html`<td data-label="Rows" class="num">${this.rows(table)}</td>
      <td data-label="Running digest">${this.digest(table)}</td>
      <td data-label="Open verdicts"><div class="chips">${this.verdicts(table)}</div></td>
      <td data-label="In flight" class="num">${number(table.inFlight)}${this.oldest(table)}</td>
      <td data-label="Lag p50 / p99" class="num">${this.lag(points)}</td>
      <td data-label="Changes"><div class="pace">${this.pace(table, points)}</div></td>
      <td data-label="Confirmed" class="num" title="${number(table.inserts)} inserts, ${number(table.updates)} updates, ${number(table.deletes)} deletes at the source since the baseline">
        ${number(table.confirmed)}</td>`;
  }

  flow(flow) {
    return this.manyFlows ? html`<small>flow ${flow}</small>` : nothing;
  }

  state(table, standing, { tone, glyph: shape, word }) {
    return html`<div class="state ${tone}">${glyph(shape, 17)}<span>${word}</span></div>
      ${standing?.work ? this.work(standing.work) : nothing}
      ${standing?.why ? html`<small class="wrap ${tone === "info" ? "" : tone}">${this.why(standing)}</small>`
        : table ? this.asOf(table) : nothing}
      ${table ? this.plan(table) : nothing}
      ${table && this.isOld(table) ? html`<small class="warn wrap">figures of
        ${clockTime(Date.parse(table.at))}, ${ago(Date.parse(table.at), store.now())}</small>` : nothing}`;
  }

  /** The row has said already which table it is and how it stands. */
  why({ why, table }) {
    return why.startsWith(`${table} `) || why.startsWith(`${table}: `)
      ? why.slice(table.length).replace(/^:? (is refused: |is read anew: )?/, "") : why;
  }

  work(work) {
    const at = Date.parse(work.at);
    return html`${work.total > 0 ? html`<progress max=${work.total} .value=${Math.min(work.done, work.total)}
        aria-label="rows read"></progress>` : nothing}
      <small class="wrap">${work.whole ? `all tables of ${work.whole}: ` : ""}${workText(work)}</small>
      ${store.now() - at > OLD ? html`<small class="warn">as told ${ago(at, store.now())}</small>` : nothing}`;
  }

  asOf(table) {
    const at = Date.parse(table.confirmedTo);
    return html`<small title="${ALIGNMENTS[table.alignment]}; position ${table.confirmedPosition ?? "not known"}">as
      of ${clockTime(at)}</small>`;
  }

  /** What is compared less than exactly, and what of the source the target cannot hold. */
  plan(table) {
    return html`${table.underRule
      ? html`<small class="wrap" data-plan="rule">compared under a rule: ${table.underRule}</small>` : nothing}
      ${table.misfits
        ? html`<small class="wrap warn" data-plan="misfit">may not fit: ${table.misfits}</small>` : nothing}`;
  }

  isOld(table) {
    return store.now() - Date.parse(table.at) > OLD;
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
