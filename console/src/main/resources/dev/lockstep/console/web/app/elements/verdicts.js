import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Follow, store } from "../store.js";
import { VERDICTS, openWrong } from "../wording.js";
import { ago, clockTime, count, duration, number } from "../format.js";
import { partsOf } from "../diff.js";
import { shared } from "../style.js";
import { verdictsStyle } from "./verdicts-style.js";

const PAGE = 40;

/** Rows that are not right, or were not: the newest first. */
class Verdicts extends LitElement {
  static properties = { filter: { state: true }, shown: { state: true } };
  static styles = [shared, verdictsStyle];

  constructor() {
    super();
    this.filter = "open";
    this.shown = PAGE;
    new Follow(this);
  }

  render() {
    const all = [...store.facts("verdicts").values()];
    const open = all.filter((verdict) => verdict.state === "OPEN");
    const chosen = (this.filter === "open" ? open : all).sort(newestFirst);
    return html`<section class="card" aria-labelledby="title">
      <div class="head"><h2 id="title">Verdicts</h2>
        <span class="note">${this.note(open.length)}</span>
        <span class="segments push" role="group" aria-label="Verdicts shown">
          ${this.choice("open", `Open ${number(this.total(open.length))}`)}
          ${this.choice("all", "All")}</span></div>
      ${chosen.length === 0 ? this.nothing(all.length) : html`
      <ul>${repeat(chosen.slice(0, this.shown), (verdict) => verdict.id,
        (verdict) => this.verdict(verdict))}</ul>`}
      ${chosen.length > this.shown ? html`<button class="more" @click=${this.more}>
        Show ${number(Math.min(PAGE, chosen.length - this.shown))} more of
        ${number(chosen.length)}</button>` : nothing}
    </section>`;
  }

  nothing(closed) {
    if (closed === 0) {
      return html`<div class="empty">${store.facts("tables").size === 0
        ? "Nothing has been compared yet." : "No row has been wrong so far."}</div>`;
    }
    return html`<div class="empty">No row is known to be wrong.
      ${count(closed, "row")} ${closed === 1 ? "was and is" : "were and are"} right again:
      <button class="link" @click=${() => { this.filter = "all"; }}>show</button></div>`;
  }

  more() {
    this.shown += PAGE;
  }

  /** The tables count every one; the list here is bounded. */
  total(listed) {
    let total = 0;
    for (const table of store.facts("tables").values()) total += openWrong(table) + table.inconclusive;
    return Math.max(total, listed);
  }

  note(listed) {
    const total = this.total(listed);
    return total > listed && listed > 0
      ? `the newest ${number(listed)} of ${number(total)} are listed` : "";
  }

  choice(filter, word) {
    return html`<button aria-pressed=${this.filter === filter}
      @click=${() => { this.filter = filter; this.shown = PAGE; }}>${word}</button>`;
  }

  verdict(v) {
    const { sign, word, tone } = VERDICTS[v.kind];
    const open = v.state === "OPEN";
    return html`<li class=${open ? "open" : "closed"} data-key=${v.key} data-kind=${v.kind}
      data-state=${v.state}>
      <div class="title">
        <span class="chip ${open ? tone : "quiet"}"><b aria-hidden="true">${sign}</b> ${word}</span>
        <span class="where"><b>${v.table}</b> <span class="mono key">${v.key}</span></span>
        <span class="when">${this.when(v, open)}</span>
      </div>
      ${v.reason ? html`<p class="reason">${v.reason}</p>` : nothing}
      ${v.columns.length > 0 ? this.columns(v) : this.absent(v)}
      ${v.detailsCapped ? html`<p class="reason soft">More differs than is kept; the row itself has it all.</p>` : nothing}
    </li>`;
  }

  when(v, open) {
    const opened = Date.parse(v.openedAt);
    if (open) {
      return html`<span title=${new Date(opened).toLocaleString()}>opened ${clockTime(opened)},
        ${ago(opened, store.now())}</span>`;
    }
    const closed = Date.parse(v.closedAt);
    return html`<span title="${new Date(opened).toLocaleString()} to ${new Date(closed).toLocaleString()}">
      <b class="good">✓ right again</b> since ${clockTime(closed)}, was open ${duration(closed - opened)}</span>`;
  }

  absent(v) {
    if (v.kind === "MISSING_ON_TARGET") {
      return html`<p class="reason soft">The row is at the source and not in ${v.targetTable}.</p>`;
    }
    if (v.kind === "EXTRA_ON_TARGET") {
      return html`<p class="reason soft">The row is in ${v.targetTable} and not at the source.</p>`;
    }
    return nothing;
  }

  columns(v) {
    return html`<table><caption class="sr">${count(v.columns.length, "differing column")}</caption>
      <thead><tr><th scope="col">Column</th><th scope="col">Source</th><th scope="col">Target</th></tr></thead>
      <tbody>${v.columns.map((c) => html`<tr><th scope="row">${c.column}</th>
        <td data-side="Source">${this.value(c.source, c.target)}</td>
        <td data-side="Target">${this.value(c.target, c.source)}</td></tr>`)}</tbody></table>`;
  }

  value(value, other) {
    if (value === null) return html`<i class="null changed">NULL</i>`;
    if (value === "") return html`<i class="null changed">empty text</i>`;
    return html`<span class="mono value">${partsOf(value, other).map(({ text, kind }) =>
      kind === "same" ? text : html`<span class=${kind}>${text}</span>`)}</span>`;
  }
}

function newestFirst(a, b) {
  if (a.openedAt !== b.openedAt) return a.openedAt < b.openedAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

customElements.define("ls-verdicts", Verdicts);
