import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { type Cast, enterAs, gatherCast } from './cast.js'
import { HANDHELD, LOOK_SIZES, type LookSize, type Scene } from './scene.js'
import { HOME } from './scenes/home.js'
import { LIKED } from './scenes/liked.js'
import { MAP_SCENES } from './scenes/map.js'
import { PLAYER } from './scenes/player.js'
import { SHELL } from './scenes/shell.js'
import { WAY_IN } from './scenes/way-in.js'
import { onStage, type Stage } from './stage.js'

const SCENES: readonly Scene[] = [...WAY_IN, ...HOME, ...PLAYER, ...LIKED, ...MAP_SCENES, ...SHELL]
const THEMES = ['dark', 'light'] as const
/** It is always the same morning. */
const NOW = new Date('2026-06-01T09:30:00Z')

interface Shot {
  readonly scene: Scene
  readonly size: LookSize
  readonly theme: (typeof THEMES)[number]
}

/**
 * Takes pictures of every page and state, in both themes, on a phone and a desktop, and of some in other sizes:
 * `<scene>.<size>.<theme>.png` in the folder `--out`, by default `.looks`. With `--only <text>`, of the scenes that have
 * it in their names. Prints what it made; returns 1 where a scene could not be shown.
 */
export async function run(options: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      out: { type: 'string', default: fileURLToPath(new URL('../.looks', import.meta.url)) },
      only: { type: 'string', default: '' },
    },
  })
  const size = { nListeners: 640, nSongs: 4000, nArtists: 540, nListens: 400_000 }
  return onStage(size, (stage) => photograph(stage, values), { hasOddSongs: false })
}

/** Does what {@link run} says on a stage that is there. */
export async function photograph(
  stage: Stage,
  { out, only }: { readonly out: string; readonly only: string },
): Promise<number> {
  if (only === '') rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const cast = await gatherCast(stage.service.url)
  let failures = 0
  for (const shot of shotsOf(SCENES.filter(({ name }) => name.includes(only)))) {
    const file = join(out, `${shot.scene.name}.${shot.size}.${shot.theme}.png`)
    try {
      await take(stage, shot, cast, file)
      console.log(relative(process.cwd(), file))
    } catch (error) {
      failures++
      console.error(`${relative(process.cwd(), file)} could not be made: ${error}`)
    }
  }
  return failures === 0 ? 0 : 1
}

function* shotsOf(scenes: readonly Scene[]): Generator<Shot> {
  for (const scene of scenes)
    for (const size of scene.only ?? (['phone', 'desktop', ...(scene.also ?? [])] as const))
      for (const theme of THEMES) yield { scene, size, theme }
}

async function take({ browser, service }: Stage, { scene, size, theme }: Shot, cast: Cast, path: string) {
  const isHandheld = HANDHELD.has(size)
  const context = await browser.newContext({
    baseURL: service.url,
    viewport: LOOK_SIZES[size],
    deviceScaleFactor: isHandheld ? 2 : 1,
    isMobile: isHandheld,
    hasTouch: isHandheld,
    colorScheme: theme,
    // Nothing moves, so that every picture comes out the same again.
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    serviceWorkers: 'block',
  })
  try {
    context.setDefaultTimeout(10_000)
    const page = await context.newPage()
    await page.clock.setFixedTime(NOW)
    // Nor does a song that plays get on.
    await page.addInitScript(() => Object.assign(performance, { now: () => 1000 }))
    await enterAs(page, scene.who, cast)
    await scene.show(page, cast)
    await settle(page, scene)
    await page.screenshot({ path, caret: 'hide' })
  } finally {
    await context.close()
  }
}

/** Waits until every picture is there and nothing fades any more, and takes the mouse away. */
async function settle(page: Page, { name }: Scene): Promise<void> {
  if (!name.endsWith('-hover')) await page.mouse.move(0, 0)
  await page.evaluate(async () => {
    await Promise.allSettled([...document.images].map((image) => image.decode()))
    const fades = document.getAnimations().map(({ finished }) => finished)
    await Promise.race([Promise.allSettled(fades), new Promise((resolve) => setTimeout(resolve, 1000))])
  })
  await page.waitForTimeout(150)
}
