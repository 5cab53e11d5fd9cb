import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ODD_SONGS } from '../harness/artifacts.js'
import { visits } from '../harness/visit.js'
import { begin, enter, goTo, newName, pickSongs, playerOf, songsIn } from './steps.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const visit = visits()

/** Every rule of axe that is broken on the page as it is, with where. */
async function violations(page: Page): Promise<string[]> {
  // What has just appeared may still be fading in, and have too little contrast for a moment.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getTiming().iterations !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ),
  )
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(o: object): Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
    }),
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

describe.each([
  { colorScheme: 'light', size: 'phone' },
  { colorScheme: 'dark', size: 'desktop' },
] as const)('in the $colorScheme theme on a $size, axe finds nothing', ({ colorScheme, size }) => {
  const look = async (page: Page, at: string) => expect(await violations(page), at).toEqual([])

  test('on the way in', async () => {
    const { page } = await visit({ colorScheme, size })
    await page.goto('/sign-in')
    await look(page, 'log in')
    await page.getByRole('radio', { name: 'Sign up' }).check({ force: true })
    await page.getByRole('form').getByRole('button', { name: 'Sign up', exact: true }).click()
    await page.locator('[aria-invalid="true"]').first().waitFor()
    await look(page, 'sign up, refused')
    await enter(page, 'Sign up', newName())
    await page.getByRole('option').first().waitFor()
    await look(page, 'welcome')
    await page.getByRole('combobox', { name: 'Search for a song or an artist' }).fill('a')
    await page.getByRole('listbox', { name: 'Songs found' }).waitFor()
    await look(page, 'welcome, searching')
    await page.getByRole('button', { name: 'Clear the search' }).click()
    await pickSongs(page)
    await look(page, 'you might like')
  })

  test('at home and in the player', async () => {
    const { page, service } = await visit({ colorScheme, size })
    await begin({ page, service })
    const shelf = page.getByRole('region', { name: 'Because you like' })
    await songsIn(shelf).first().waitFor()
    await look(page, 'home')
    await shelf
      .getByRole('button', { name: /^Why this/ })
      .first()
      .click()
    await page.getByRole('dialog', { name: 'Why this?' }).waitFor()
    await look(page, 'why this')
    await page.keyboard.press('Escape')
    const search = page.getByRole('combobox', { name: 'Search songs' })
    await search.fill(ODD_SONGS.rightToLeft.track.slice(0, 5))
    await page.getByRole('option').first().waitFor()
    await look(page, 'search')
    await search.fill('zzzz qqqq')
    await page.getByText(/^No song found for/).waitFor()
    await look(page, 'nothing found')
    await search.fill('')
    await search.press('Escape')
    await songsIn(shelf).first().click()
    await playerOf(page).getByRole('button', { name: 'Pause', exact: true }).waitFor()
    await look(page, 'playing')
    await page
      .getByRole('button', { name: /open the full player/i })
      .first()
      .click()
    await page.getByRole('dialog', { name: 'Now playing' }).waitFor()
    await look(page, 'full player')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await look(page, 'shortcuts')
  })

  test('on the other pages', async () => {
    const { page, service } = await visit({ colorScheme, size, own: {} })
    const name = await begin({ page, service })
    await goTo(page, 'Liked')
    await page.getByText('Nothing liked yet').waitFor()
    await look(page, 'nothing liked')
    await goTo(page, 'Home')
    const likes = page
      .getByRole('region', { name: 'Because you like' })
      .getByRole('button', { name: /^Like / })
    for (const place of [0, 1, 2]) await likes.nth(place).click()
    await goTo(page, 'Liked')
    await expect.poll(() => songsIn(page.getByRole('list', { name: 'Liked songs' })).count()).toBe(3)
    await look(page, 'liked')
    await page.getByRole('button', { name: `Account of ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    await look(page, 'account')
    await page.keyboard.press('Escape')
    await goTo(page, 'Map')
    await page.getByRole('application', { name: 'Taste map' }).waitFor()
    await look(page, 'map')
    await page.getByRole('button', { name: 'Songs here' }).click()
    await page.getByRole('region', { name: 'Songs here' }).waitFor()
    await look(page, 'songs here')
    await service.kill()
    await goTo(page, 'Liked')
    await page
      .getByRole('button', { name: /^Like / })
      .first()
      .click()
    await page
      .getByText(/^The service cannot be reached/)
      .first()
      .waitFor()
    await look(page, 'service away')
    await service.start({ API_SECRET_KEY: 'another-secret-of-the-tests-that-is-long-enough' })
    // The likes are asked for again by themselves, with a token that is no longer good.
    await page.getByRole('alertdialog', { name: 'Your session has ended' }).waitFor()
    await look(page, 'session ended')
  })
})
