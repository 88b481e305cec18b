// Small drawings; `currentColor`, and hidden from readers as a word always stands beside.
import { html, svg } from "lit";

const SHAPES = {
  check: svg`<circle cx="12" cy="12" r="11"/><path class="on" d="M6.8 12.6l3.5 3.5 7-7.6"/>`,
  cross: svg`<path d="M7.6 1h8.8L23 7.6v8.8L16.4 23H7.6L1 16.4V7.6z"/><path class="on" d="M8.2 8.2l7.6 7.6M15.8 8.2l-7.6 7.6"/>`,
  triangle: svg`<path d="M10.3 2.6a2 2 0 0 1 3.4 0l9 16.2a2 2 0 0 1-1.7 3H3a2 2 0 0 1-1.7-3z"/><path class="on" d="M12 8.6v6M12 17.8v.4"/>`,
  clock: svg`<rect x="1" y="1" width="22" height="22" rx="6"/><path class="on" d="M12 6.4V12l3.8 2.6"/>`,
  load: svg`<circle cx="12" cy="12" r="9.6" class="ring"/><path class="arc" d="M12 2.4a9.6 9.6 0 0 1 9.6 9.6"/>`,
};

export function glyph(name, size) {
  return html`<svg class="glyph ${name}" viewBox="0 0 24 24" width=${size} height=${size}
    aria-hidden="true">${SHAPES[name]}</svg>`;
}
