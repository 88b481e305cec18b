import { LitElement, css, html } from "lit";
import { panelsAt } from "../panels.js";
import { shared } from "../style.js";

/** The front page: every panel at its place. */
class Overview extends LitElement {
  static styles = [shared, css`
    main {
      max-width: 1560px;
      margin: 0 auto;
      padding: 0 24px 40px;
      display: grid;
      gap: 16px;
      grid-template-columns: minmax(0, 1fr);
    }
    .pair { display: grid; gap: 16px; grid-template-columns: minmax(0, 7fr) minmax(0, 4fr);
      align-items: start; }
    .stack { display: grid; gap: 16px; grid-template-columns: minmax(0, 1fr); }
    @media (max-width: 1080px) { .pair { grid-template-columns: minmax(0, 1fr); } }
    @media (max-width: 640px) {
      main { padding: 0 12px 28px; gap: 12px; }
      .stack, .pair { gap: 12px; }
    }
  `];

  constructor() {
    super();
    this.rows = panelsAt("row");
    this.left = panelsAt("left");
    this.right = panelsAt("right");
  }

  render() {
    return html`<main>
      ${this.rows}
      <div class="pair">
        <div class="stack">${this.left}</div>
        <div class="stack">${this.right}</div>
      </div>
    </main>`;
  }
}

customElements.define("ls-overview", Overview);
