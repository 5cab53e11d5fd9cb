import type { Page } from 'playwright-core'
import { enter } from '../../test/journeys/steps.js'
import { answer, fail, type Scene, silence } from '../scene.js'

const LOGIN = '**/auth/login'
const COLD_START = '**/recommendations/cold-start'

const offered = (page: Page) => page.getByRole('listbox').getByRole('option')

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('heading', { name: 'Redux' }).waitFor()
}

async function welcome(page: Page, picks = 0): Promise<void> {
  await page.goto('/welcome')
  await offered(page).first().waitFor()
  for (let place = 0; place < picks; place++) await offered(page).nth(place).click()
}

async function search(page: Page, text: string): Promise<void> {
  await welcome(page)
  await page.getByRole('combobox', { name: 'Search for a song or an artist' }).fill(text)
}

/** The guest's songs are those that are picked here. */
const asNew = (page: Page) =>
  page.addInitScript(() => {
    const state = { token: null, username: null, expiresAtMs: null, hasExpired: false, guestSeeds: [] }
    localStorage.setItem('redux:session', JSON.stringify({ state, version: 0 }))
  })

export const WAY_IN: readonly Scene[] = [
  { name: 'sign-in', who: 'stranger', also: ['small', 'wide', 'landscape'], show: signIn },
  {
    name: 'sign-in-sign-up',
    who: 'stranger',
    async show(page) {
      await signIn(page)
      await page.getByRole('radio', { name: 'Sign up' }).check({ force: true })
    },
  },
  {
    name: 'sign-in-refused',
    who: 'stranger',
    async show(page) {
      await answer(page, LOGIN, { detail: 'Incorrect username or password' }, 401)
      await signIn(page)
      await enter(page, 'Log in', 'maya')
      await page.getByText('Incorrect username or password').waitFor()
    },
  },
  {
    name: 'sign-in-wrong-fields',
    who: 'stranger',
    also: ['small'],
    async show(page) {
      await signIn(page)
      await page.getByRole('radio', { name: 'Sign up' }).check({ force: true })
      await page.getByRole('textbox', { name: 'Username', exact: true }).fill('a')
      await page.getByRole('form').getByRole('button', { name: 'Sign up', exact: true }).click()
      await page.locator('[aria-invalid="true"]').first().waitFor()
    },
  },
  {
    name: 'sign-in-busy',
    who: 'stranger',
    async show(page) {
      await silence(page, LOGIN)
      await signIn(page)
      await enter(page, 'Log in', 'maya')
      await page.locator('[aria-busy="true"]').waitFor()
    },
  },
  {
    name: 'sign-in-too-often',
    who: 'stranger',
    async show(page) {
      await page.route(LOGIN, (route) =>
        route.fulfill({
          status: 429,
          headers: { 'Retry-After': '42' },
          json: { detail: 'Too many attempts. Try again in 42 seconds.' },
        }),
      )
      await signIn(page)
      await enter(page, 'Log in', 'maya')
      await page.getByRole('button', { name: /^Try again in/ }).waitFor()
    },
  },
  { name: 'welcome', who: 'newcomer', also: ['small', 'wide'], show: (page) => welcome(page) },
  {
    name: 'welcome-loading',
    who: 'newcomer',
    async show(page) {
      await silence(page, '**/me/seeds')
      await page.goto('/welcome')
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
  },
  {
    name: 'welcome-searching',
    who: 'newcomer',
    async show(page) {
      await search(page, 'love')
      await page.getByRole('listbox', { name: 'Songs found' }).waitFor()
    },
  },
  {
    name: 'welcome-nothing-found',
    who: 'newcomer',
    async show(page) {
      await search(page, 'zzzz qqqq')
      await page.getByText('No song found').waitFor()
    },
  },
  { name: 'welcome-three-picked', who: 'newcomer', also: ['small'], show: (page) => welcome(page, 3) },
  { name: 'welcome-too-many', who: 'newcomer', show: (page) => welcome(page, 6) },
  {
    name: 'welcome-error',
    who: 'newcomer',
    async show(page) {
      await fail(page, COLD_START)
      await welcome(page, 3)
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('region', { name: 'Your picks' }).getByRole('alert').waitFor()
    },
  },
  {
    name: 'you-might-like',
    who: 'stranger',
    also: ['small'],
    async show(page) {
      await asNew(page)
      await welcome(page, 3)
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('heading', { name: 'You might like' }).waitFor()
    },
  },
]
