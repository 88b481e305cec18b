import { css } from "lit";

export const verdictsStyle = css`
  ul { list-style: none; margin: 0; padding: 0; }
  li { padding: 12px 16px 13px; }
  li + li { border-top: 1px solid var(--line); }
  li.closed .where, li.closed table { opacity: 0.75; }
  .title { display: flex; align-items: baseline; gap: 10px; flex-wrap: wrap; }
  .where { overflow-wrap: anywhere; min-width: 0; }
  .key { color: var(--ink); }
  .when { margin-left: auto; color: var(--soft); font-size: 12.5px; }
  .reason { margin: 6px 0 0; overflow-wrap: anywhere; }
  table { margin-top: 8px; border-collapse: collapse; width: 100%; table-layout: fixed; }
  thead th { font-size: 12px; font-weight: 500; color: var(--soft); text-align: left; padding: 0 10px 2px 0; }
  thead th:first-child { width: 22%; }
  tbody th { text-align: left; font-weight: 550; padding: 3px 10px 3px 0; vertical-align: top;
    overflow-wrap: anywhere; }
  td { padding: 3px 10px 3px 0; vertical-align: top; }
  .value { white-space: pre-wrap; overflow-wrap: anywhere; }
  .changed, .unseen { background: var(--mark); border-radius: 3px; padding: 1px 0;
    text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px;
    text-decoration-color: var(--bad); }
  .unseen { color: var(--bad); font-weight: 700; padding: 1px 2px; text-decoration: none;
    outline: 1px solid var(--bad-line); }
  .control, .cut { color: var(--faint); }
  .null { color: var(--soft); padding: 1px 3px; }
  .cut { font-family: var(--sans); font-size: 0.92em; }
  @media (prefers-reduced-motion: no-preference) {
    li.open { animation: arrive 0.5s ease-out; }
    @keyframes arrive { from { background: var(--bad-bg); } }
  }
  @media (max-width: 640px) {
    .when { margin-left: 0; flex-basis: 100%; }
    table, tbody, tr, th, td { display: block; }
    thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    td { display: grid; grid-template-columns: 58px minmax(0, 1fr); }
    td::before { content: attr(data-side); color: var(--soft); font-size: 12.5px; }
  }
`;
