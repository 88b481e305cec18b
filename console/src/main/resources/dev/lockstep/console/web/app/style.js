// Styles that several elements share.
import { css } from "lit";

export const shared = css`
  :host { display: block; }
  *, *::before, *::after { box-sizing: border-box; }
  h2 {
    margin: 0;
    font-size: 13px;
    font-weight: 650;
    letter-spacing: 0.01em;
    color: var(--ink);
  }
  .card {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: 12px;
    box-shadow: var(--shadow);
  }
  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    flex-wrap: wrap;
    padding: 12px 16px;
    min-height: 52px;
    border-bottom: 1px solid var(--line);
  }
  .head .note { color: var(--soft); font-size: 12.5px; }
  .head .push { margin-left: auto; }
  .mono { font-family: var(--mono); font-size: 0.92em; font-variant-ligatures: none; }
  .soft { color: var(--soft); }
  .small { font-size: 12.5px; }
  .num { text-align: right; white-space: nowrap; }
  .empty { padding: 22px 16px; color: var(--soft); }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    padding: 1px 8px;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
    font-size: 12px;
    font-weight: 550;
    line-height: 18px;
    white-space: nowrap;
  }
  .good { color: var(--good); }
  .bad { color: var(--bad); }
  .warn { color: var(--warn); }
  .info { color: var(--info); }
  .chip.good { background: var(--good-bg); border-color: var(--good-line); }
  .chip.bad { background: var(--bad-bg); border-color: var(--bad-line); }
  .chip.warn { background: var(--warn-bg); border-color: var(--warn-line); }
  .chip.info { background: var(--info-bg); border-color: var(--info-line); }
  .chip.quiet { color: var(--soft); }
  .segments {
    display: inline-flex;
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    overflow: hidden;
  }
  .segments button {
    font: inherit;
    font-size: 12.5px;
    padding: 3px 11px;
    border: 0;
    background: transparent;
    color: var(--soft);
    cursor: pointer;
  }
  .segments button + button { border-left: 1px solid var(--line); }
  .segments button[aria-pressed="true"] {
    background: var(--ink);
    color: var(--surface);
    font-weight: 600;
  }
  .more {
    font: inherit;
    font-size: 12.5px;
    width: 100%;
    padding: 9px;
    border: 0;
    border-top: 1px solid var(--line);
    background: transparent;
    color: var(--info);
    cursor: pointer;
    border-radius: 0 0 12px 12px;
  }
  .link { font: inherit; border: 0; padding: 0; background: none; color: var(--info);
    text-decoration: underline; cursor: pointer; }
  button:focus-visible, [tabindex]:focus-visible, summary:focus-visible, a:focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
    border-radius: 6px;
  }
  .segments button:focus-visible { outline-offset: -3px; }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
