import { css } from "lit";

export const tablesStyle = css`
  section { overflow: hidden; }
  table { width: 100%; border-collapse: collapse; }
  thead th {
    text-align: left;
    font-size: 12px;
    font-weight: 550;
    color: var(--soft);
    padding: 8px 12px;
    background: var(--sunken);
    border-bottom: 1px solid var(--line);
    white-space: nowrap;
  }
  thead th.num { text-align: right; }
  tbody th, td { padding: 10px 12px; vertical-align: top; text-align: left; }
  td.num { text-align: right; }
  tbody th { font-weight: 620; overflow-wrap: anywhere; }
  tr > :first-child { padding-left: 16px; }
  tr > :last-child { padding-right: 16px; }
  tbody tr + tr > * { border-top: 1px solid var(--line); }
  tbody tr[data-tone="bad"] > :first-child { box-shadow: inset 4px 0 0 var(--bad); }
  tbody tr[data-tone="warn"] > :first-child { box-shadow: inset 4px 0 0 var(--warn); }
  small { display: block; font-size: 12px; font-weight: 420; color: var(--soft); white-space: nowrap; }
  small.wrap { white-space: normal; max-width: 42ch; overflow-wrap: anywhere; }
  td.none { white-space: normal; overflow-wrap: anywhere; }
  progress { display: block; width: 100%; max-width: 260px; height: 6px; margin: 5px 0 3px; accent-color: var(--info); }
  .state.quiet { color: var(--soft); }
  tr.old td.num, tr.old .digest, tr.old .pace { opacity: 0.5; }
  small.bad { color: var(--bad); }
  small.warn { color: var(--warn); }
  .delta { color: var(--bad); font-weight: 620; }
  .state { display: flex; gap: 7px; align-items: center; font-weight: 600; white-space: nowrap; }
  .digest { display: flex; align-items: baseline; gap: 7px; white-space: nowrap; }
  .digest b { font-size: 15px; line-height: 1; }
  .chips { display: flex; flex-wrap: wrap; gap: 4px; }
  .pace { display: flex; align-items: center; gap: 10px; white-space: nowrap; }
  .rate { min-width: 5ch; }
  @media (max-width: 1240px) {
    table, tbody, tr, th, td { display: block; }
    thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    tbody tr {
      display: grid;
      grid-template-columns: repeat(4, minmax(0, 1fr));
      padding: 12px 16px;
      gap: 10px 16px;
    }
    tbody tr + tr { border-top: 1px solid var(--line); }
    tbody tr + tr > * { border-top: 0; }
    tbody tr > *, tr > :first-child, tr > :last-child { padding: 0; text-align: left; }
    td.num { text-align: left; }
    tbody tr > th, tbody tr > td[data-label="State"], tbody tr > td.none { grid-column: 1 / -1; }
    tbody tr > th { font-size: 15px; }
    td.none::before { content: none; }
    tbody tr[data-tone="bad"] { box-shadow: inset 4px 0 0 var(--bad); }
    tbody tr[data-tone="warn"] { box-shadow: inset 4px 0 0 var(--warn); }
    tbody tr[data-tone] > :first-child { box-shadow: none; }
    td::before {
      content: attr(data-label);
      display: block;
      font-size: 12px;
      color: var(--soft);
    }
  }
  @media (max-width: 640px) {
    tbody tr { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    td:nth-child(4), td:nth-child(5), td:nth-child(8) { grid-column: 1 / -1; }
  }
`;
