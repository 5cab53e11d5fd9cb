import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { visits } from '../harness/visit.js'
import { atHome, begin, goTo, playerOf, songsIn } from './steps.js'

const visit = visits()

/** The heading that has the focus; undefined where something else has it. */
const focusedHeading = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document
    return activeElement?.tagName === 'H1' ? activeElement.textContent : undefined
  })

const scrolled = (page: Page) => page.evaluate(() => Math.round(scrollY))

test('every page has a title and takes the focus to its heading, but for the first', async () => {
  const { page, service } = await visit()
  const username = await begin({ page, service })
  expect(await page.title()).toBe('Redux')
  expect(await focusedHeading(page)).toBeUndefined()
  for (const { place, title, heading } of [
    { place: 'Liked', title: 'Liked songs · Redux', heading: 'Liked songs' },
    { place: 'Map', title: 'Taste map · Redux', heading: 'Taste map' },
  ] as const) {
    await goTo(page, place)
    await expect.poll(() => focusedHeading(page)).toBe(heading)
    expect(await page.title()).toBe(title)
  }
  await goTo(page, 'Liked')
  await page.getByText('Nothing liked yet').waitFor()
  // The heading is the same one once the likes are there.
  expect(await focusedHeading(page)).toBe('Liked songs')
  await page.goBack()
  await expect.poll(() => focusedHeading(page)).toBe('Taste map')
  await goTo(page, 'Home')
  await expect.poll(() => focusedHeading(page)).toContain(username)
  await page.reload()
  await atHome(page, username).waitFor()
  expect(await focusedHeading(page)).toBeUndefined()
})

test('a page begins at its top, and on the way back it is where it was left', async () => {
  const { page, service } = await visit({ size: 'phone' })
  const username = await begin({ page, service })
  await songsIn(page.getByRole('region', { name: 'Because you like' }))
    .first()
    .waitFor()
  await page.mouse.wheel(0, 600)
  await expect.poll(() => scrolled(page)).toBeGreaterThan(300)
  const left = await scrolled(page)
  await goTo(page, 'Liked')
  await page.getByText('Nothing liked yet').waitFor()
  expect(await scrolled(page)).toBe(0)
  await page.goBack()
  await atHome(page, username).waitFor()
  await expect.poll(() => scrolled(page)).toBe(left)
  await goTo(page, 'Home')
  await expect.poll(() => scrolled(page)).toBe(0)
})

test('a page whose code cannot be loaded says so, and the player plays on', async () => {
  const { page, service, context, wrong } = await visit()
  // It would have the code at hand.
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('there is no service worker'))
  })
  await begin({ page, service })
  await songsIn(page.getByRole('region', { name: 'Because you like' }))
    .first()
    .click()
  // As after a new release, which has other files, and the old ones nowhere.
  await context.route(/\/assets\/map-/, (route) => route.fulfill({ status: 404 }))
  await goTo(page, 'Map')
  await page.getByText('This page could not be shown').waitFor()
  await playerOf(page).getByRole('button', { name: 'Pause', exact: true }).waitFor()
  await goTo(page, 'Liked')
  await page.getByText('Nothing liked yet').waitFor()
  wrong.length = 0
})

test('whatever is found in the storage, the app starts', async () => {
  const { page } = await visit()
  await page.goto('/sign-in')
  for (const session of [
    '{',
    '[]',
    '7',
    '{"state":null}',
    '{"state":{"token":7,"guestSeeds":"x"},"version":0}',
  ]) {
    await page.evaluate((text) => {
      localStorage.setItem('redux:session', text)
      localStorage.setItem('redux:theme', text)
      localStorage.setItem('redux:listening', text)
    }, session)
    await page.goto('/')
    await page.waitForURL('/sign-in')
    await page.getByRole('button', { name: 'Log in', exact: true }).waitFor()
  }
})
