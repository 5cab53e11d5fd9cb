import type { CDPSession, Page } from 'playwright-core'
import { type Account, signedIn } from '../test/harness/account.js'
import { SIZES, type Size } from '../test/harness/browser.js'
import type { Budget } from './budgets.js'
import type { Stage } from './stage.js'

const LIMITS = { scriptBytes: 150_000, largestPaintMs: 1500, layoutShift: 0.05 } as const
/** How much slower than this machine the page's processor is made. */
const SLOW_DOWN = 4
/** The paint is the median of so many loads. */
const LOADS = 5
/** After that long nothing on the page moves by itself any more. */
const SETTLED_MS = 2500

interface Load {
  readonly scriptBytes: number
  readonly largestPaintMs: number
  readonly layoutShift: number
}

/** Loads the first page as somebody does who has never been here: sign-in for strangers, else the start page. */
export async function measureFirstLoad(
  stage: Stage,
  size: Size,
  account: Account | undefined,
): Promise<Budget[]> {
  const loads: Load[] = []
  for (let i = 0; i < LOADS; i++) loads.push(await loadOnce(stage, size, account))
  const worst = (key: keyof Load) => Math.max(...loads.map((load) => load[key]))
  const paints = loads.map(({ largestPaintMs }) => largestPaintMs).sort((a, b) => a - b)
  const paint = paints[paints.length >> 1]
  const page = `${account === undefined ? 'sign-in' : 'home'}, ${size}`
  return [
    {
      what: `JavaScript of the first load, compressed: ${page}`,
      limit: `${LIMITS.scriptBytes / 1000} kB`,
      measured: `${(worst('scriptBytes') / 1000).toFixed(1)} kB`,
      isMet: worst('scriptBytes') < LIMITS.scriptBytes,
    },
    {
      what: `largest contentful paint, ${SLOW_DOWN}x slower processor: ${page}`,
      limit: `${LIMITS.largestPaintMs} ms`,
      measured: `${paint.toFixed(0)} ms (${paints[0].toFixed(0)} to ${paints.at(-1)?.toFixed(0)})`,
      isMet: paint < LIMITS.largestPaintMs,
    },
    {
      what: `layout shift: ${page}`,
      limit: String(LIMITS.layoutShift),
      measured: worst('layoutShift').toFixed(4),
      isMet: worst('layoutShift') <= LIMITS.layoutShift,
    },
  ]
}

async function loadOnce(
  { browser, service }: Stage,
  size: Size,
  account: Account | undefined,
): Promise<Load> {
  // Without the worker, which fetches the rest of the app behind the first page.
  const context = await browser.newContext({ viewport: SIZES[size], serviceWorkers: 'block' })
  try {
    const page = await context.newPage()
    if (account !== undefined) await signedIn(page, account)
    await page.addInitScript(observe)
    const session = await context.newCDPSession(page)
    const scriptBytes = await countScriptBytes(session)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN })
    await page.goto(service.url, { waitUntil: 'load' })
    await page.waitForTimeout(SETTLED_MS)
    return { scriptBytes: scriptBytes(), ...(await observed(page)) }
  } finally {
    await context.close()
  }
}

/** Counts the bytes of scripts on their way to the page. */
async function countScriptBytes(session: CDPSession): Promise<() => number> {
  const scripts = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  await session.send('Network.enable')
  return () => bytes
}

/** Runs in the page, before anything of its own. */
function observe(): void {
  const seen = { largestPaintMs: 0, layoutShift: 0 }
  Object.assign(window, { seen })
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) seen.largestPaintMs = startTime
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.layoutShift += (entry as unknown as { value: number }).value
  }).observe({ type: 'layout-shift', buffered: true })
}

function observed(page: Page): Promise<Omit<Load, 'scriptBytes'>> {
  return page.evaluate(() => (window as unknown as { seen: Omit<Load, 'scriptBytes'> }).seen)
}
