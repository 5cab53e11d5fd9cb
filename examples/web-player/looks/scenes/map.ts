import type { Page } from 'playwright-core'
import { hear } from '../cast.js'
import { answer, fail, type Scene, silence } from '../scene.js'

const MAP = '**/catalog/map'

export async function atMap(page: Page): Promise<void> {
  await page.goto('/map')
  await page.getByRole('list', { name: 'Lit up' }).getByRole('listitem').nth(2).waitFor()
  // The songs are drawn once their colours are known.
  await page.waitForTimeout(400)
}

async function goToLike(page: Page): Promise<void> {
  await atMap(page)
  await page.getByRole('button', { name: 'Next of Likes' }).click()
  await page.waitForTimeout(600)
}

export const MAP_SCENES: readonly Scene[] = [
  {
    name: 'map',
    who: 'listener',
    also: ['small', 'wide', 'landscape'],
    async show(page, cast) {
      await hear(page, cast)
      await atMap(page)
    },
  },
  { name: 'map-card', who: 'listener', also: ['small'], show: goToLike },
  {
    name: 'map-zoomed',
    who: 'listener',
    async show(page, cast) {
      await hear(page, cast)
      await atMap(page)
      for (let presses = 0; presses < 3; presses++)
        await page.getByRole('button', { name: 'Zoom in' }).click()
      await page.waitForTimeout(600)
    },
  },
  {
    name: 'map-songs-here',
    who: 'listener',
    also: ['small'],
    async show(page) {
      await atMap(page)
      await page.getByRole('button', { name: 'Songs here' }).click()
      await page.getByRole('region', { name: 'Songs here' }).waitFor()
    },
  },
  {
    name: 'map-search',
    who: 'listener',
    async show(page) {
      await atMap(page)
      await page.getByRole('combobox', { name: 'Find on the map' }).fill('miss')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'map-none',
    who: 'listener',
    async show(page) {
      await answer(page, MAP, { detail: 'Not found' }, 404)
      await page.goto('/map')
      await page.getByText('There is no map yet').waitFor()
    },
  },
  {
    name: 'map-loading',
    who: 'listener',
    async show(page) {
      await silence(page, MAP)
      await page.goto('/map')
      await page.getByText(/being unrolled/).waitFor()
    },
  },
  {
    name: 'map-error',
    who: 'listener',
    async show(page) {
      await fail(page, MAP)
      await page.goto('/map')
      await page.getByRole('button', { name: 'Try again' }).waitFor()
    },
  },
]
