import { LitElement, html } from "lit";
import { Follow, store } from "../store.js";

/** Draws the made-up kind of fact of MadeUpKindIT. */
class MadeUp extends LitElement {
  constructor() {
    super();
    new Follow(this);
  }

  render() {
    const facts = [...store.facts("rereads").values()];
    return html`<ul>${facts.map(({ id, reason }) => html`<li data-id=${id}>${reason}</li>`)}</ul>`;
  }
}

customElements.define("ls-made-up", MadeUp);
