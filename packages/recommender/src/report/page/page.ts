import { drawChart } from '../charts/draw.js'
import type { Section } from '../section.js'
import { Html, html, trusted } from './html.js'
import { STYLE } from './style.js'
import { fitsBeside, tableHtml } from './table.js'

/** What says that a page is a report: in its first kilobyte. */
export const GENERATOR = '<meta name="generator" content="redux report">'

/** What stands above the sections. */
export interface Front {
  readonly title: string
  readonly subtitle: string
  /** What one wants to know first, by name. */
  readonly facts: readonly (readonly [name: string, value: string])[]
}

/** A whole page that needs nothing else: no network, no script. */
export async function pageHtml(
  { title, subtitle, facts }: Front,
  sections: readonly Section[],
): Promise<string> {
  const bodies: Html[] = []
  for (const section of sections) bodies.push(await sectionHtml(section))
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${trusted(GENERATOR)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="subtitle">${subtitle}</p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<nav aria-label="Sections"><ol>
${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>\n`)}</ol></nav>
</header>
<main>
${bodies}</main>
<footer>Made by redux report. The charts are pictures; what is to be read off them is in the tables, too.</footer>
</body>
</html>
`
  return page.markup
}

async function sectionHtml({ id, title, lead, parts }: Section): Promise<Html> {
  const blocks: Html[] = []
  let row: Html[] = []
  const endRow = () => {
    if (row.length > 0) blocks.push(html`<div class="charts">${row}</div>\n`)
    row = []
  }
  for (const part of parts) {
    if ('spec' in part) row.push(await drawChart(part))
    // Beside the last chart there may be room.
    else if (!(part instanceof Html) && fitsBeside(part) && row.length % 2 === 1) row.push(tableHtml(part))
    else {
      endRow()
      blocks.push(part instanceof Html ? part : tableHtml(part))
    }
  }
  endRow()
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="lead">${lead}</p>
${blocks}
</section>
`
}
