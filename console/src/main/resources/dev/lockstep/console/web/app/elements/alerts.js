import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Follow, store } from "../store.js";
import { SEVERITIES } from "../wording.js";
import { ago, clockTime, duration, number } from "../format.js";
import { shared } from "../style.js";

const PAGE = 12;

/** Alerts: open ones by severity, then what was resolved. */
class Alerts extends LitElement {
  static properties = { filter: { state: true }, shown: { state: true } };

  static styles = [shared, css`
    ul { list-style: none; margin: 0; padding: 0; }
    li { padding: 11px 16px 12px; }
    li + li { border-top: 1px solid var(--line); }
    .title { display: flex; gap: 9px; align-items: baseline; }
    .title b { overflow-wrap: anywhere; font-weight: 620; }
    .sign { flex: none; }
    .body { margin: 3px 0 0 22px; overflow-wrap: anywhere; }
    .remedy { margin-top: 3px; }
    .when { color: var(--soft); font-size: 12.5px; margin: 3px 0 0 22px; }
    li.resolved b { color: var(--soft); font-weight: 500; }
  `];

  constructor() {
    super();
    this.filter = "open";
    this.shown = PAGE;
    new Follow(this);
  }

  render() {
    const all = [...store.facts("alerts").values()];
    const open = all.filter((alert) => alert.state === "OPENED");
    const chosen = (this.filter === "open" ? open : all).sort(inOrder);
    return html`<section class="card" aria-labelledby="title">
      <div class="head"><h2 id="title">Alerts</h2>
        <span class="segments push" role="group" aria-label="Alerts shown">
          ${this.choice("open", `Open ${number(open.length)}`)}${this.choice("all", "All")}</span></div>
      ${chosen.length === 0 ? html`<div class="empty">${this.filter === "open"
        ? "No alert is open." : "No alert has been raised."}</div>` : html`
      <ul>${repeat(chosen.slice(0, this.shown), (alert) => alert.id, (alert) => this.alert(alert))}</ul>`}
      ${chosen.length > this.shown ? html`<button class="more"
        @click=${() => { this.shown += PAGE; }}>Show more of ${number(chosen.length)}</button>` : nothing}
    </section>`;
  }

  choice(filter, word) {
    return html`<button aria-pressed=${this.filter === filter}
      @click=${() => { this.filter = filter; this.shown = PAGE; }}>${word}</button>`;
  }

  alert(alert) {
    const { sign, word, tone } = SEVERITIES[alert.severity];
    const open = alert.state === "OPENED";
    return html`<li class=${open ? "opened" : "resolved"} data-code=${alert.code}>
      <div class="title"><span class="sign ${open ? tone : "soft"}" aria-hidden="true">${sign}</span>
        <span><b>${alert.title}</b></span></div>
      ${open && alert.detail ? html`<div class="body">${alert.detail}</div>` : nothing}
      ${open && alert.remedy ? html`<div class="body remedy soft">What to do: ${alert.remedy}</div>` : nothing}
      <div class="when"><span class=${open ? tone : ""}>${word}</span>, ${this.when(alert, open)}</div>
    </li>`;
  }

  when(alert, open) {
    const opened = Date.parse(alert.openedAt);
    if (open) return `opened ${clockTime(opened)}, ${ago(opened, store.now())}`;
    const resolved = Date.parse(alert.resolvedAt ?? alert.at);
    return html`<span class="good">✓ resolved</span> ${clockTime(resolved)} after
      ${duration(resolved - opened)}`;
  }
}

function inOrder(a, b) {
  const open = (b.state === "OPENED") - (a.state === "OPENED");
  if (open !== 0) return open;
  const severity = a.state === "OPENED"
    ? SEVERITIES[a.severity].rank - SEVERITIES[b.severity].rank : 0;
  return severity || (a.openedAt < b.openedAt ? 1 : -1);
}

customElements.define("ls-alerts", Alerts);
