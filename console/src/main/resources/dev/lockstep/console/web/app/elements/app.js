import { LitElement, css, html } from "lit";
import { Follow, store } from "../store.js";
import { LEVELS } from "../wording.js";
import { shared } from "../style.js";
import "./banner.js";

const PAGE_TITLE = document.title;
const TITLE_SIGNS = { good: "✓", bad: "✕", warn: "!", info: "…" };

/** What every page has around it: the name, whether what is seen is live, and the links. */
class App extends LitElement {
  static styles = [shared, css`
    header {
      display: flex;
      align-items: center;
      gap: 10px;
      padding: 14px 24px 12px;
      max-width: 1560px;
      margin: 0 auto;
    }
    header img { width: 26px; height: 26px; border-radius: 6px; }
    h1 { font-size: 15.5px; font-weight: 680; margin: 0; letter-spacing: -0.005em; }
    .flows { color: var(--soft); font-size: 13px; margin-left: 2px; }
    .live { margin-left: auto; display: flex; align-items: center; gap: 7px; font-size: 12.5px;
      color: var(--soft); }
    .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--good); }
    .dot.off { background: transparent; border: 2px solid var(--bad); }
    footer { max-width: 1560px; margin: 0 auto; padding: 0 24px 28px; color: var(--faint);
      font-size: 12.5px; display: flex; gap: 16px; flex-wrap: wrap; }
    footer ::slotted(a) { color: inherit; }
    footer ::slotted(a:focus-visible) { outline: 2px solid var(--focus); outline-offset: 2px;
      border-radius: 6px; }
    @media (max-width: 640px) {
      header { padding: 12px 14px 10px; }
      footer { padding: 0 14px 24px; }
      .flows { display: none; }
    }
  `];

  constructor() {
    super();
    new Follow(this, ["change", "tick", "connection"]);
  }

  render() {
    return html`
      <header>
        <img src="/app/icon.svg" alt="">
        <h1>Lockstep</h1>
        <span class="flows">${this.flows()}</span>
        ${this.liveness()}
      </header>
      <ls-banner></ls-banner>
      <slot></slot>
      <footer>
        <span>The same as JSON:</span>
        <slot name="links"></slot>
      </footer>`;
  }

  flows() {
    const flows = [...new Set([...store.facts("tables").values()].map((table) => table.flow))];
    if (flows.length === 0) return "";
    return flows.length <= 3 ? `flow ${flows.join(", ")}` : `${flows.length} flows`;
  }

  liveness() {
    const live = store.connection.state === "live";
    return html`<span class="live"><span class="dot ${live ? "" : "off"}"></span>
      ${live ? "Live" : store.connection.state === "lost" ? "Not connected" : "Connecting"}</span>`;
  }

  updated() {
    const judgement = store.judgement;
    if (!judgement) return;
    const live = store.connection.state === "live";
    const sign = live ? TITLE_SIGNS[LEVELS[judgement.level].tone] : "○";
    const title = `${sign} ${judgement.headline.split(":")[0]} · ${PAGE_TITLE}`;
    if (document.title !== title) document.title = title;
  }
}

customElements.define("ls-app", App);
