import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Follow, store } from "../store.js";
import { ago, number } from "../format.js";
import { shared } from "../style.js";

const SHOWN = 10;

/** Changes that the target refused; nothing is drawn while there are none. */
class DeadLetters extends LitElement {
  static styles = [shared, css`
    ul { list-style: none; margin: 0; padding: 0; }
    li { padding: 9px 16px 10px; overflow-wrap: anywhere; }
    li + li { border-top: 1px solid var(--line); }
  `];

  constructor() {
    super();
    new Follow(this);
  }

  render() {
    if (store.count("deadLettersSeen") === 0) return nothing;
    const newest = [...store.facts("deadLetters").values()].reverse().slice(0, SHOWN);
    return html`<section class="card" aria-labelledby="title">
      <div class="head"><h2 id="title">Refused changes</h2>
        <span class="chip warn"><span aria-hidden="true">▲</span> ${number(store.count("deadLettersSeen"))}</span>
        <span class="note">kept whole as dead letters</span></div>
      <ul>${repeat(newest, (letter) => letter.id, (letter) => html`<li>
        <div><b>${letter.table}</b> <span class="mono">${letter.key}</span></div>
        <div class="small">${letter.error}</div>
        <div class="small soft">${letter.errorClass}, ${ago(Date.parse(letter.at), store.now())}</div>
      </li>`)}</ul>
    </section>`;
  }
}

customElements.define("ls-dead-letters", DeadLetters);
