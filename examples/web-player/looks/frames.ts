import type { Locator } from 'playwright-core'
import { type Account, signedIn } from '../test/harness/account.js'
import { SIZES, type Size } from '../test/harness/browser.js'
import type { Budget } from './budgets.js'
import type { Stage } from './stage.js'

const LIMIT = 50
const DRAG_STEPS = 120

/** Counts the frames of the map while it is dragged and zoomed. */
export async function measureFrames(
  { browser, service }: Stage,
  size: Size,
  account: Account,
  nSongs: number,
): Promise<Budget> {
  const context = await browser.newContext({ viewport: SIZES[size], serviceWorkers: 'block' })
  try {
    const page = await context.newPage()
    await signedIn(page, account)
    await page.goto(`${service.url}/map`)
    const map = page.getByRole('application', { name: 'Taste map' })
    await map.waitFor()
    // What is drawn once, such as labels, is there then.
    await page.waitForTimeout(2000)
    const counting = page.evaluate(countFrames, 4000)
    await dragAndZoom(map)
    const { mean, slow } = await counting
    const shown = await songsOnMap(service.url)
    return {
      what: `frames of the map while it moves, ${shown.toLocaleString('en')} songs: ${size}`,
      limit: `${LIMIT} a second`,
      measured: `${mean.toFixed(1)} (${slow.toFixed(1)} for the slowest twentieth)`,
      isMet: mean >= LIMIT && shown >= nSongs,
    }
  } finally {
    await context.close()
  }
}

async function songsOnMap(url: string): Promise<number> {
  const { song_ids } = (await (await fetch(`${url}/catalog/map`)).json()) as { song_ids: string[] }
  return song_ids.length
}

async function dragAndZoom(map: Locator): Promise<void> {
  const { mouse } = map.page()
  const box = (await map.boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await mouse.move(x, y)
  await mouse.down()
  for (let i = 0; i < DRAG_STEPS; i++) {
    const angle = (i / DRAG_STEPS) * 4 * Math.PI
    await mouse.move(x + 150 * Math.sin(angle), y + 100 * (1 - Math.cos(angle)))
  }
  await mouse.up()
  for (let i = 0; i < 40; i++) await mouse.wheel(0, i < 20 ? -60 : 60)
}

/** Runs in the page: how many frames a second were drawn, on average and in the slowest twentieth of them. */
function countFrames(forMs: number): Promise<{ mean: number; slow: number }> {
  return new Promise((resolve) => {
    const gaps: number[] = []
    const begin = performance.now()
    let last = begin
    const frame = (now: number) => {
      gaps.push(now - last)
      last = now
      if (now - begin < forMs) return requestAnimationFrame(frame)
      gaps.sort((a, b) => a - b)
      const slow = 1000 / gaps[Math.floor(0.95 * (gaps.length - 1))]
      return resolve({ mean: (1000 * gaps.length) / (now - begin), slow })
    }
    requestAnimationFrame(frame)
  })
}
