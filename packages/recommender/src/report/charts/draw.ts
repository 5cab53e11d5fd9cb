import { type Html, html, trusted } from '../page/html.js'
import type { Chart } from './chart.js'

/** Fits a phone, and two of them a screen. */
const WIDTH = 380
const HEIGHT = 260

/** How wide a character is, as part of the size of its font; charts are laid out without a font at hand. */
const CHARACTER_WIDTH = 0.56

/** How every chart looks. */
const CONFIG = {
  aria: false,
  background: 'transparent',
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  axis: {
    labelColor: 'var(--ink)',
    titleColor: 'var(--ink)',
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridColor: 'var(--grid)',
    domainColor: 'var(--faint)',
    tickColor: 'var(--faint)',
    labelLimit: 150,
    labelFlush: false,
  },
  legend: { labelColor: 'var(--ink)', titleColor: 'var(--ink)', labelFontSize: 12, labelLimit: 170 },
  text: { color: 'var(--ink)', fontSize: 12 },
} as const

/** Draws a chart as SVG. The library is loaded for the first one, for it is large. */
export async function drawChart(chart: Chart): Promise<Html> {
  const { title, label, on, width = WIDTH, height = HEIGHT } = chart
  const svg = shorter(await svgOf(chart.spec, width, height))
  const inner = svg.slice(svg.indexOf('>') + 1)
  const kind = ['chart', on, width > 500 ? 'large' : undefined].filter((name) => name !== undefined).join(' ')
  return html`<figure class="${kind}"><figcaption>${title}</figcaption>
<svg role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}" style="max-width:${Math.round(width * 1.3)}px" xmlns="http://www.w3.org/2000/svg">${trusted(inner)}</figure>`
}

async function svgOf(spec: Chart['spec'], width: number, height: number): Promise<string> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')])
  // Nothing is drawn yet; without this, labels get as much room as capitals would need.
  Object.assign((vega as { readonly textMetrics?: object }).textMetrics ?? {}, { width: estimatedWidth })
  const logger = vega.logger(vega.None)
  const sized = {
    ...spec,
    width,
    height,
    autosize: { type: 'fit', contains: 'padding' },
    padding: { left: 2, right: 9, top: 6, bottom: 2 },
    config: CONFIG,
  }
  const compiled = compile(sized as Parameters<typeof compile>[0], { logger })
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

function estimatedWidth({ fontSize = 11 }: { readonly fontSize?: number }, text: unknown): number {
  return String(text).length * fontSize * CHARACTER_WIDTH
}

/** The same drawing with coordinates to a hundredth of a pixel. */
function shorter(svg: string): string {
  return svg.replace(/ (?:d|transform)="[^"<>]*"/g, (attribute) =>
    attribute.replace(/\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100)),
  )
}
