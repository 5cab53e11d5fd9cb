import type { Page } from 'playwright-core'
import { songsIn } from '../../test/journeys/steps.js'
import { hear } from '../cast.js'
import { answer, fail, type Scene, silence } from '../scene.js'

const SHELVES = '**/recommendations/categories*'

export async function atHome(page: Page): Promise<void> {
  await page.goto('/')
  await songsIn(page.getByRole('main')).first().waitFor()
}

async function search(page: Page, text: string): Promise<void> {
  await atHome(page)
  await page.getByRole('combobox', { name: 'Search songs' }).fill(text)
}

export const HOME: readonly Scene[] = [
  {
    name: 'home',
    who: 'listener',
    also: ['small', 'wide', 'landscape'],
    async show(page, cast) {
      await hear(page, cast)
      await atHome(page)
    },
  },
  { name: 'home-nothing-played', who: 'listener', show: atHome },
  {
    name: 'home-loading',
    who: 'listener',
    also: ['small'],
    async show(page) {
      await silence(page, SHELVES)
      await page.goto('/')
      await page.getByText('Loading songs for you').waitFor({ state: 'attached' })
    },
  },
  { name: 'home-guest', who: 'guest', show: atHome },
  { name: 'home-newcomer', who: 'newcomer', show: atHome },
  {
    name: 'home-empty',
    who: 'newcomer',
    async show(page) {
      await answer(page, SHELVES, { buckets: [] })
      await page.goto('/')
      await page.getByText('Nothing to recommend yet').waitFor()
    },
  },
  {
    name: 'home-error',
    who: 'listener',
    async show(page) {
      await fail(page, SHELVES)
      await page.goto('/')
      await page.getByRole('button', { name: 'Try again' }).waitFor()
    },
  },
  {
    name: 'home-search',
    who: 'listener',
    also: ['small'],
    async show(page) {
      await search(page, 'night')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'home-search-none',
    who: 'listener',
    async show(page) {
      await search(page, 'zzzz qqqq')
      await page.getByText(/^No song found for/).waitFor()
    },
  },
  {
    name: 'home-scrolled',
    who: 'listener',
    async show(page, cast) {
      await hear(page, cast)
      await atHome(page)
      await page
        .getByRole('main')
        .getByRole('list')
        .first()
        .evaluate((row) => row.scrollTo({ left: 600, behavior: 'instant' }))
      await page.mouse.move(500, 500)
      await page.mouse.wheel(0, 400)
    },
  },
  {
    name: 'home-focus',
    who: 'listener',
    only: ['desktop'],
    async show(page) {
      await atHome(page)
      await page.keyboard.press('/')
      for (let presses = 0; presses < 4; presses++) await page.keyboard.press('Tab')
    },
  },
  {
    name: 'home-hover',
    who: 'listener',
    only: ['desktop'],
    async show(page) {
      await atHome(page)
      await songsIn(page.getByRole('main')).nth(1).hover()
    },
  },
  {
    name: 'why-this',
    who: 'listener',
    also: ['small'],
    async show(page) {
      await atHome(page)
      await page
        .getByRole('button', { name: /^Why this/ })
        .first()
        .click()
      await page.getByRole('dialog', { name: 'Why this?' }).waitFor()
    },
  },
]
