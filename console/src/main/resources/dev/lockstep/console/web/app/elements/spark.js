import { LitElement, css, svg, html } from "lit";
import { shared } from "../style.js";

const WIDTH = 96;
const HEIGHT = 24;
const BARS = 32;

/** The last windows as small bars: `values`, oldest first. */
class Spark extends LitElement {
  static properties = { values: { attribute: false }, label: {} };

  static styles = [shared, css`
    :host { display: inline-block; }
    svg { display: block; }
    rect { fill: var(--info); opacity: 0.75; }
    line { stroke: var(--line-strong); }
  `];

  render() {
    const values = (this.values ?? []).slice(-BARS);
    const top = Math.max(1, ...values);
    const step = WIDTH / BARS;
    const first = BARS - values.length;
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width=${WIDTH} height=${HEIGHT} role="img"
      aria-label=${this.label ?? ""}>
      <line x1="0" x2=${WIDTH} y1=${HEIGHT - 0.5} y2=${HEIGHT - 0.5}></line>
      ${values.map((value, i) => {
        const height = value === 0 ? 0 : Math.max(1, (value / top) * (HEIGHT - 2));
        return svg`<rect x=${(first + i) * step} y=${HEIGHT - 1 - height} width=${step - 0.8}
          height=${height}></rect>`;
      })}</svg>`;
  }
}

customElements.define("ls-spark", Spark);
