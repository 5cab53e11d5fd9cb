import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { publishArtifact } from '../src/node/artifacts/publish.js'
import { report } from '../src/report/node/report.js'
import { evaluationJson, hostileContent, writeJournal, writeRun } from './report-material.js'
import { temporaryFolder } from './small-log.js'

const finder = fileURLToPath(new URL('../../../scripts/chromium.mjs', import.meta.url))
const found = spawnSync(process.execPath, [finder], { encoding: 'utf8' })

const folder = temporaryFolder()
const path = join(folder, 'report.html')
let browser: Browser

beforeAll(async () => {
  if (found.status !== 0) return
  const [evaluation, study] = [join(folder, 'evaluation.json'), join(folder, 'study.journal')]
  await Promise.all([
    publishArtifact(join(folder, 'artifacts'), hostileContent({ items: 400 })),
    writeFile(evaluation, JSON.stringify(evaluationJson('x'.repeat(90)))),
    writeJournal(study),
  ])
  writeRun(join(folder, 'runs', 'run-1'))
  await report({ source: join(folder, 'artifacts'), evaluation, study, out: path })
  browser = await chromium.launch({
    executablePath: found.stdout.trim(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  })
})

// Whoever has no browser may go without; continuous integration may not.
beforeEach((context) => {
  if (found.status === 0) return
  expect(process.env['CI'], found.stdout).not.toBe('true')
  context.skip(found.stdout.trim())
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

// What runs in the page is text, for the types here are not those of a browser.

interface Fit {
  readonly overflow: number
  readonly tooWide: readonly string[]
  readonly hidden: number
}

/** How the page fits its window with everything unfolded. */
const FIT = `(() => {
  for (const details of document.querySelectorAll('details')) details.open = true
  const all = (selector) => [...document.querySelectorAll(selector)]
  return {
    overflow: document.documentElement.scrollWidth - innerWidth,
    tooWide: all('svg, h1, h2, h3, p, li, dd, summary')
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
      .map((element) => element.outerHTML.slice(0, 80)),
    hidden: all('section').filter((section) => section.offsetHeight < 40).length,
  }
})()`

/** Pictures, tables and headings of tables without a name or a role. */
const UNNAMED = `[
  ...[...document.querySelectorAll('svg')].filter(
    (svg) => svg.getAttribute('role') !== 'img' || !svg.getAttribute('aria-label'),
  ),
  ...[...document.querySelectorAll('table')].filter((table) => !table.caption?.textContent),
  ...[...document.querySelectorAll('th')].filter((heading) => !heading.scope),
].map((element) => element.outerHTML.slice(0, 80))`

/** Texts whose contrast with what is behind them is below 4.5. */
const WEAK_TEXTS = `(() => {
  const linear = (x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[0-9.]+/g).map((value) => linear(Number(value) / 255))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const groundOf = (element) => {
    const { backgroundColor } = getComputedStyle(element)
    return backgroundColor.endsWith(', 0)') ? groundOf(element.parentElement) : backgroundColor
  }
  const weak = []
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    if (!hasText || !element.checkVisibility()) continue
    const style = getComputedStyle(element)
    const colour = element instanceof SVGElement ? style.fill : style.color
    const [light, dark] = [luminance(colour), luminance(groundOf(element))].sort((a, b) => b - a)
    if ((light + 0.05) / (dark + 0.05) < 4.5) weak.push(element.tagName + colour + element.textContent)
  }
  return weak
})()`

/** Opens the report, and gives it to `look` with everything that should not have happened so far. */
async function withPage(
  options: { readonly width: number; readonly colorScheme: 'light' | 'dark' },
  look: (page: Page, wrong: readonly string[]) => Promise<void>,
): Promise<void> {
  const { width, colorScheme } = options
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  const wrong: string[] = []
  const url = pathToFileURL(path).href
  page.on('console', (message) => wrong.push(message.text()))
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('dialog', (dialog) => wrong.push(dialog.message()))
  page.on('request', (request) => {
    if (request.url() !== url) wrong.push(request.url())
  })
  try {
    await page.goto(url)
    await look(page, wrong)
  } finally {
    await page.close()
  }
}

const SIZES = [360, 768, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
)

describe('a report in a browser', () => {
  it.each(SIZES)('fits, asks for nothing and says nothing: %o', async (size) => {
    await withPage(size, async (page, wrong) => {
      const { overflow, tooWide, hidden } = await page.evaluate<Fit>(FIT)
      expect({ overflow, tooWide, hidden, wrong }).toEqual({ overflow: 0, tooWide: [], hidden: 0, wrong: [] })
    })
  })

  it.each(SIZES.filter(({ width }) => width === 768))(
    'has enough contrast in every text: %o',
    async (size) => {
      await withPage(size, async (page) => {
        expect(await page.evaluate<string[]>(WEAK_TEXTS)).toEqual([])
      })
    },
  )

  it('shows one of two maps of taste, by the width', async () => {
    for (const [width, shown] of [
      [360, '.narrow'],
      [1440, '.wide'],
    ] as const)
      await withPage({ width, colorScheme: 'light' }, async (page) => {
        const maps = page.locator('#taste-map figure:visible')
        expect(await maps.count()).toBe(1)
        expect(await page.locator(`#taste-map figure${shown}`).isVisible()).toBe(true)
      })
  })

  it('has no title that became an element, and none that runs', async () => {
    await withPage({ width: 1440, colorScheme: 'light' }, async (page, wrong) => {
      expect(await page.title()).toBe('Report on listens.csv.gz')
      expect(await page.locator('script, img, [onmouseover], [onerror], svg ~ b').count()).toBe(0)
      expect(await page.locator('#taste-map').getByText('<script>document.title').count()).toBeGreaterThan(0)
      expect(wrong).toEqual([])
    })
  })

  it('has a name for every picture and table', async () => {
    await withPage({ width: 1440, colorScheme: 'light' }, async (page) => {
      const unnamed = await page.evaluate<string[]>(UNNAMED)
      expect(unnamed).toEqual([])
    })
  })

  it('opens what is folded up on paper, and prints no dark ground', async () => {
    await withPage({ width: 768, colorScheme: 'dark' }, async (page) => {
      const table = page.locator('details table').first()
      expect(
        await table.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true })),
      ).toBe(false)
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      expect(
        await table.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true })),
      ).toBe(true)
      const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      expect(ground).toBe('rgb(255, 255, 255)')
    })
  })
})
