import { GROUP_COLOURS } from '../charts/chart.js'

/** How a report looks: light, dark, on paper, from a phone to a desk. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1c2430; --muted: #566171; --faint: #9aa5b4; --grid: #e4e8ee; --panel: #f5f7fa;
  --accent: #1f5fbf; --second: #b3470a;
  --group-0: #1f5fbf; --group-1: #b3470a; --group-2: #1d7a45; --group-3: #8a3ab0;
  --group-4: #a3750a; --group-5: #0e7c86; --group-6: #c22f5b; --group-7: #5d6470;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --ink: #e6eaf0; --muted: #a3aebd; --faint: #6f7b8b; --grid: #29313c; --panel: #1a2029;
    --accent: #6fa8ff; --second: #ff9d5c;
    --group-0: #6fa8ff; --group-1: #ff9d5c; --group-2: #5fce8b; --group-3: #cf8cf0;
    --group-4: #e2bf4d; --group-5: #4fd0da; --group-6: #ff7fa5; --group-7: #aab3c0;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 70rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 2rem; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.9rem; margin: 0 0 .25rem; }
h2 { font-size: 1.4rem; margin: 0 0 .5rem; }
h3 { font-size: 1.08rem; margin: 1.6rem 0 .3rem; }
h3 small { color: var(--muted); font-weight: normal; }
.lead { max-width: 46rem; margin: 0 0 1rem; }
.subtitle { color: var(--muted); margin: 0 0 1.2rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 0 0 1.2rem; }
.facts div { background: var(--panel); border-radius: .5rem; padding: .6rem .8rem; }
.facts dt { color: var(--muted); font-size: .82rem; }
.facts dd { margin: 0; font-size: 1.15rem; font-weight: 600; }
nav ol { columns: 17rem; margin: 0; padding-left: 1.4rem; }
nav li { padding: .12rem 0; break-inside: avoid; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
section { border-top: 1px solid var(--grid); margin-top: 2.2rem; padding-top: 1.6rem; }
.charts { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem 1.5rem; align-items: start; }
@media (min-width: 700px) { .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
@media (max-width: 999px) { .charts > .scroll { grid-column: 1 / -1; margin-top: 0; } }
.chart { margin: 0; min-width: 0; }
.charts > .large { grid-column: 1 / -1; }
.chart figcaption { font-weight: 600; font-size: .95rem; margin-bottom: .3rem; }
.chart svg { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { font-family: system-ui, sans-serif; paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; }
.narrow { display: none; }
@media (max-width: 699px) { .wide { display: none; } .narrow { display: block; } }
.scroll { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; min-width: min(100%, 28rem); font-size: .9rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
caption span { display: inline-block; max-width: calc(100vw - 2rem); }
td:not(.number) { min-width: 9rem; }
th, td { text-align: left; vertical-align: top; padding: .28rem .9rem .28rem 0; border-bottom: 1px solid var(--grid); }
tbody th { font-weight: normal; min-width: 6.5rem; }
thead th { color: var(--muted); font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
td code { font-size: .8rem; overflow-wrap: anywhere; }
.swatch { display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin-right: .5em; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
${GROUP_COLOURS.map((colour, group) => `.group-${group} { background: ${colour}; }`).join('\n')}
details { margin: .8rem 0; }
summary { cursor: pointer; font-weight: 600; font-size: .92rem; padding: .25rem 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.listeners { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem; }
.listener { background: var(--panel); border-radius: .5rem; padding: .9rem 1rem; min-width: 0; }
.listener h3 { margin: 0 0 .3rem; }
.listener p { margin: 0 0 .5rem; font-size: .9rem; color: var(--muted); }
.listener ol { margin: 0; padding-left: 1.4rem; }
.listener li { padding: .15rem 0; }
.because { display: block; font-size: .84rem; color: var(--muted); }
pre { background: var(--panel); border-radius: .5rem; padding: .8rem 1rem; overflow-x: auto; font-size: .85rem; }
footer { color: var(--muted); font-size: .85rem; padding-top: 2rem; padding-bottom: 2.5rem; }
@media print {
  @page { margin: 16mm 14mm; }
  body { font-size: 10.5pt; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  nav { display: none; }
  section { border-top: 0; margin-top: 0; padding-top: 0; }
  section:has(table, article) { break-before: page; }
  h2, h3, figcaption, .lead { break-after: avoid; }
  .chart, .listener, tr { break-inside: avoid; }
  .wide { display: block; } .narrow { display: none; }
  .charts, .listeners { grid-template-columns: 1fr 1fr; }
  .scroll { overflow: visible; }
  pre { white-space: pre-wrap; }
  .facts div, .listener, pre { background: none; border: 1px solid var(--grid); }
  details::details-content { display: block; content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
}
`
