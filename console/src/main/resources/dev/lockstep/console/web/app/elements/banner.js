import { LitElement, css, html, nothing } from "lit";
import { Follow, store } from "../store.js";
import { clockTime, duration } from "../format.js";
import { glyph } from "../glyphs.js";
import { glyphStyle } from "./glyph-style.js";
import { shared } from "../style.js";

/** Says that what is shown is old, and how old. Stays in sight while it is so. */
class Banner extends LitElement {
  static styles = [shared, glyphStyle, css`
    :host { position: sticky; top: 0; z-index: 5; }
    [role="alert"] {
      display: flex;
      gap: 10px;
      align-items: center;
      max-width: 1512px;
      margin: 0 auto 12px;
      padding: 10px 16px;
      border: 1px solid var(--warn-line);
      border-radius: 10px;
      background: var(--warn-bg);
      color: var(--warn);
      font-weight: 600;
    }
    .rest { font-weight: 450; color: var(--ink); }
    @media (max-width: 1560px) { [role="alert"] { margin: 0 24px 12px; } }
    @media (max-width: 640px) { [role="alert"] { margin: 0 12px 10px; } }
  `];

  constructor() {
    super();
    new Follow(this, ["connection", "tick"]);
  }

  render() {
    const { state, retryAt } = store.connection;
    if (state === "live" || (state === "connecting" && !store.heardAt)) return nothing;
    const wait = Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
    return html`<div role="alert">${glyph("clock", 18)}
      <span>Connection to the console lost.
        <span class="rest">${store.heardAt ? this.age() : ""}
        ${state === "lost" && wait > 0 ? `Trying again in ${wait} s.` : "Trying again now."}</span>
      </span></div>`;
  }

  age() {
    const silence = Math.floor((Date.now() - store.heardAt) / 1000) * 1000;
    return `What you see is of ${clockTime(store.heardAt)}, ${duration(silence)} ago.`;
  }
}

customElements.define("ls-banner", Banner);
