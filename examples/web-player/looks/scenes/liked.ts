import type { Page } from 'playwright-core'
import { songsIn } from '../../test/journeys/steps.js'
import { hear } from '../cast.js'
import { fail, type Scene, silence } from '../scene.js'

const LIKES = '**/likes'

async function filter(page: Page, text: string): Promise<void> {
  await page.goto('/liked')
  await page.getByRole('textbox', { name: 'Filter your likes' }).fill(text)
}

async function liked(page: Page): Promise<void> {
  await page.goto('/liked')
  await songsIn(page.getByRole('list', { name: 'Liked songs' }))
    .first()
    .waitFor()
}

export const LIKED: readonly Scene[] = [
  {
    name: 'liked',
    who: 'listener',
    async show(page, cast) {
      await hear(page, cast)
      await liked(page)
    },
  },
  { name: 'liked-many', who: 'collector', also: ['small', 'wide'], show: liked },
  { name: 'liked-filter', who: 'collector', show: (page) => filter(page, 'call') },
  { name: 'liked-filter-none', who: 'collector', show: (page) => filter(page, 'zzzz qqqq') },
  {
    name: 'liked-empty',
    who: 'newcomer',
    also: ['small'],
    async show(page) {
      await page.goto('/liked')
      await page.getByText('Nothing liked yet').waitFor()
    },
  },
  {
    name: 'liked-guest',
    who: 'guest',
    async show(page) {
      await page.goto('/liked')
      await page.getByText('Likes need an account').waitFor()
    },
  },
  {
    name: 'liked-loading',
    who: 'listener',
    async show(page) {
      await silence(page, LIKES)
      await page.goto('/liked')
      await page.getByRole('status', { name: 'Your likes are loading' }).waitFor()
    },
  },
  {
    name: 'liked-error',
    who: 'listener',
    async show(page) {
      await fail(page, LIKES)
      await page.goto('/liked')
      await page.getByRole('button', { name: 'Try again' }).waitFor()
    },
  },
]
