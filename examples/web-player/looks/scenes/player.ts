import type { Page } from 'playwright-core'
import { songOfId } from '../../src/songs/song.js'
import { ODD_SONGS } from '../../test/harness/artifacts.js'
import { playerOf } from '../../test/journeys/steps.js'
import { type Cast, hear } from '../cast.js'
import { answer, fail, type LookSize, type Scene, silence } from '../scene.js'
import { atHome } from './home.js'

const UP_NEXT = '**/recommendations/similar'
const HANDS: readonly LookSize[] = ['phone', 'short', 'landscape', 'small', 'desktop', 'wide']

async function play(page: Page): Promise<void> {
  await atHome(page)
  await playerOf(page).getByRole('button', { name: 'Play', exact: true }).click()
}

async function open(page: Page): Promise<void> {
  await play(page)
  await playerOf(page)
    .getByRole('button', { name: /open the full player/i })
    .first()
    .click()
  await page.getByRole('dialog', { name: 'Now playing' }).waitFor()
}

/** What plays next: beside the page where there is room, else in the full player, below the song. */
async function seeQueue(page: Page): Promise<void> {
  if (page.viewportSize()!.width >= 1240) return atHome(page)
  await open(page)
  const queue = page.getByRole('dialog').getByRole('heading', { name: 'Up next' })
  await queue.evaluate((heading) => heading.scrollIntoView({ behavior: 'instant' }))
}

const ODD_IDS = Object.values(ODD_SONGS).map(({ artist, track }) => `${artist} - ${track}`)

/** A song with an odd name plays, and others with such names are next. */
function odd(name: keyof typeof ODD_SONGS, { listening }: Cast) {
  const { artist, track } = ODD_SONGS[name]
  const id = `${artist} - ${track}`
  const others = ODD_IDS.filter((other) => other !== id).map(songOfId)
  return { current: songOfId(id), queue: [...others, ...listening.queue] }
}

const withOdd = (name: keyof typeof ODD_SONGS): Scene => ({
  name: `full-player-${name}`,
  who: 'listener',
  also: ['small', 'landscape'],
  async show(page, cast) {
    await hear(page, cast, odd(name, cast))
    await open(page)
  },
})

const queue = (name: string, prepare: (page: Page) => Promise<unknown>): Scene => ({
  name: `queue-${name}`,
  who: 'listener',
  async show(page, cast) {
    await prepare(page)
    await hear(page, cast, { queue: [] })
    await seeQueue(page)
  },
})

export const PLAYER: readonly Scene[] = [
  {
    name: 'mini-player',
    who: 'listener',
    also: ['small', 'wide'],
    async show(page, cast) {
      await hear(page, cast)
      await play(page)
    },
  },
  {
    name: 'mini-player-odd',
    who: 'listener',
    also: ['small'],
    async show(page, cast) {
      await hear(page, cast, odd('long', cast))
      await play(page)
    },
  },
  {
    name: 'full-player',
    who: 'listener',
    only: HANDS,
    async show(page, cast) {
      await hear(page, cast)
      await open(page)
    },
  },
  withOdd('long'),
  withOdd('rightToLeft'),
  withOdd('emoji'),
  withOdd('unbroken'),
  {
    name: 'queue',
    who: 'listener',
    also: ['small'],
    async show(page, cast) {
      await hear(page, cast)
      await seeQueue(page)
    },
  },
  {
    name: 'queue-hover',
    who: 'listener',
    only: ['desktop'],
    async show(page, cast) {
      await hear(page, cast)
      await seeQueue(page)
      await page.getByRole('list', { name: 'Songs up next' }).getByRole('listitem').nth(2).hover()
    },
  },
  queue('loading', (page) => silence(page, UP_NEXT)),
  queue('failed', (page) => fail(page, UP_NEXT)),
  queue('empty', (page) => answer(page, UP_NEXT, { results: [] })),
  {
    name: 'shortcuts',
    who: 'listener',
    async show(page) {
      await atHome(page)
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    },
  },
]
