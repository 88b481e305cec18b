import { css } from "lit";

export const glyphStyle = css`
  .glyph { flex: none; fill: currentColor; display: block; }
  .glyph .on {
    fill: none;
    stroke: var(--surface);
    stroke-width: 2.4;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .glyph .ring, .glyph .arc { fill: none; stroke: currentColor; stroke-width: 2.6; }
  .glyph .ring { opacity: 0.28; }
  .glyph .arc { stroke-linecap: round; }
  @media (prefers-reduced-motion: no-preference) {
    .glyph.load { animation: turn 1.1s linear infinite; }
  }
  @keyframes turn { to { transform: rotate(360deg); } }
`;
