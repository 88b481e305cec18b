import { LitElement, css, html, nothing } from "lit";
import { store } from "../store.js";
import { lagData, lines, paceData } from "../series.js";
import { lagOptions, paceOptions } from "../chart-options.js";
import { shared } from "../style.js";

const RANGES = [[60_000, "1 min"], [300_000, "5 min"], [900_000, "15 min"]];
const REDRAW_MILLIS = 400;

/** Lag and pace over time, per table. */
class Charts extends LitElement {
  static properties = { range: { state: true }, hidden: { state: true }, any: { state: true } };

  static styles = [shared, css`
    .grid { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; }
    .plot { height: 236px; margin: 6px 6px 6px; }
    .head { flex-wrap: nowrap; }
    .head h2, .segments { flex: none; }
    .head .note { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .plot.none { visibility: hidden; }
    .body { position: relative; }
    .empty { position: absolute; inset: 0; }
    @media (max-width: 900px) { .grid { grid-template-columns: minmax(0, 1fr); gap: 12px; } }
    @media (max-width: 640px) { .plot { height: 210px; } .head .note { display: none; } }
  `];

  constructor() {
    super();
    this.range = 300_000;
    this.hidden = 0;
    this.any = false;
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.onScheme = () => this.draw();
    this.onChange = () => this.drawSoon();
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener("change", this.onChange);
    this.dark.addEventListener("change", this.onScheme);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    store.removeEventListener("change", this.onChange);
    this.dark.removeEventListener("change", this.onScheme);
    this.resizing?.disconnect();
    this.lagChart?.dispose();
    this.paceChart?.dispose();
    this.lagChart = this.paceChart = undefined;
  }

  async firstUpdated() {
    // The library is large: the verdict must not wait for it.
    const echarts = await import("echarts");
    const [lag, pace] = this.renderRoot.querySelectorAll(".plot");
    this.lagChart = echarts.init(lag, null, { renderer: "canvas" });
    this.paceChart = echarts.init(pace, null, { renderer: "canvas" });
    this.resizing = new ResizeObserver(() => {
      this.lagChart.resize();
      this.paceChart.resize();
    });
    this.resizing.observe(lag);
    this.resizing.observe(pace);
    this.draw();
  }

  render() {
    return html`<div class="grid">
      ${this.card("Lag over time", "p99 per table, from captured at the source to applied at the target", true)}
      ${this.card("Changes per second", "confirmed, tables stacked", false)}
    </div>`;
  }

  card(title, note, control) {
    return html`<section class="card" aria-label=${title}>
      <div class="head"><h2>${title}</h2><span class="note">${note}${this.hidden > 0
        ? html`; the busiest 8, ${this.hidden} more not drawn` : nothing}</span>
        ${control ? this.control() : nothing}</div>
      <div class="body">
        <div class="plot ${this.any ? "" : "none"}"></div>
        ${this.any ? nothing : html`<div class="empty">No change has been confirmed in this time.</div>`}
      </div>
    </section>`;
  }

  control() {
    return html`<span class="segments push" role="group" aria-label="Time shown">
      ${RANGES.map(([millis, word]) => html`<button aria-pressed=${this.range === millis}
        @click=${() => this.choose(millis)}>${word}</button>`)}</span>`;
  }

  choose(millis) {
    this.range = millis;
    this.draw();
  }

  drawSoon() {
    if (this.pending) return;
    this.pending = setTimeout(() => {
      this.pending = undefined;
      if (!document.hidden) this.draw();
    }, REDRAW_MILLIS);
  }

  draw() {
    if (!this.lagChart) return;
    const to = store.now();
    const from = Math.max(to - this.range, Math.min(firstStart(), to - RANGES[0][0]));
    const chosen = lines(store.facts("lag"), store.facts("tables"), from, this.dark.matches);
    this.hidden = chosen.hidden;
    this.any = chosen.lines.length > 0;
    const style = getComputedStyle(this);
    const token = (name) => style.getPropertyValue(name).trim();
    const axis = { from, to, token, wide: this.clientWidth > 640 };
    this.lagChart.setOption(
      lagOptions(chosen.lines.map((line) => ({ ...line, data: lagData(line.points) })), axis),
      { replaceMerge: ["series"] });
    this.paceChart.setOption(
      paceOptions(chosen.lines.map((line) => ({ ...line, data: paceData(line.points) })), axis),
      { replaceMerge: ["series"] });
  }
}

/** A young pipeline fills its charts: there is no past to leave room for. */
function firstStart() {
  let first = Infinity;
  for (const points of store.facts("lag").values()) first = Math.min(first, points[0].start);
  return first;
}

customElements.define("ls-charts", Charts);
