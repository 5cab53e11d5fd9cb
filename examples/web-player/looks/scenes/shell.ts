import type { Page } from 'playwright-core'
import { hear } from '../cast.js'
import type { Scene } from '../scene.js'
import { atHome } from './home.js'
import { atMap } from './map.js'

async function openMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Account of .*|Guest)$/ }).click()
  await page.getByRole('menu').waitFor()
}

const AWAY = /^The service cannot be reached/

/** The network goes away under the page. */
async function lose(page: Page): Promise<void> {
  await page.context().setOffline(true)
  await page.getByText(AWAY).waitFor()
}

export const SHELL: readonly Scene[] = [
  {
    name: 'account-menu',
    who: 'listener',
    also: ['small'],
    async show(page, cast) {
      await hear(page, cast)
      await atHome(page)
      await openMenu(page)
    },
  },
  {
    name: 'account-menu-guest',
    who: 'guest',
    async show(page) {
      await atHome(page)
      await openMenu(page)
    },
  },
  {
    name: 'theme-picked',
    who: 'listener',
    async show(page) {
      await atHome(page)
      await openMenu(page)
      const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
      // The other one than the system's.
      await page.getByRole('menuitemradio', { name: isDark ? 'Light' : 'Dark' }).click()
    },
  },
  {
    name: 'session-ended',
    who: 'listener',
    also: ['small', 'landscape'],
    async show(page, cast) {
      await hear(page, cast)
      await page.addInitScript(() => {
        const { state, version } = JSON.parse(localStorage.getItem('redux:session') ?? '{}')
        localStorage.setItem(
          'redux:session',
          JSON.stringify({ state: { ...state, hasExpired: true }, version }),
        )
      })
      await page.goto('/')
      await page.getByRole('alertdialog', { name: 'Your session has ended' }).waitFor()
    },
  },
  {
    name: 'service-away',
    who: 'listener',
    also: ['small', 'landscape'],
    async show(page, cast) {
      await hear(page, cast)
      await atHome(page)
      await lose(page)
    },
  },
  {
    name: 'service-away-map',
    who: 'listener',
    async show(page, cast) {
      await hear(page, cast)
      await atMap(page)
      await lose(page)
    },
  },
  {
    name: 'service-back',
    who: 'listener',
    async show(page, cast) {
      await hear(page, cast)
      await atHome(page)
      await lose(page)
      await page.context().setOffline(false)
      await page.getByText('Back again').waitFor()
    },
  },
  {
    name: 'toast',
    who: 'listener',
    also: ['small'],
    async show(page, cast) {
      await hear(page, cast)
      await page.route('**/likes/toggle', (route) => route.fulfill({ json: { liked: false } }))
      await page.goto('/liked')
      const songs = page.getByRole('list', { name: 'Liked songs' })
      await songs
        .getByRole('button', { name: /^Like / })
        .first()
        .click()
      await page
        .getByText(/no longer among your likes/)
        .first()
        .waitFor()
    },
  },
]
