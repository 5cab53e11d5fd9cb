import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { visits } from '../harness/visit.js'
import { atHome, begin, PASSWORD, playerOf, songsIn } from './steps.js'

const visit = visits()

/** Presses Tab until what has the focus is called so, and returns how often. */
async function tabTo(page: Page, name: RegExp): Promise<number> {
  for (let presses = 1; presses <= 80; presses++) {
    await page.keyboard.press('Tab')
    if (name.test(await focused(page))) return presses
  }
  throw new Error(`no Tab reaches ${name}; the last was “${await focused(page)}”`)
}

/** What has the focus is called so, as far as the page says itself. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null
    const label = element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent
    return label ?? element?.textContent ?? ''
  })
}

test('the whole journey without a mouse', async () => {
  const { page } = await visit()
  await page.goto('/sign-in')
  await tabTo(page, /^Log in/)
  await page.keyboard.press('ArrowRight')
  await tabTo(page, /^Username/)
  await page.keyboard.type('ada')
  await tabTo(page, /^Password/)
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')

  await page.waitForURL('/welcome')
  await page.getByRole('option').first().waitFor()
  if (!/^Search/.test(await focused(page))) await tabTo(page, /^Search for a song/)
  for (let pick = 0; pick < 3; pick++) {
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  }
  await page.getByText('3 picked, up to 2 more').waitFor()
  await tabTo(page, /^Continue/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'You might like' }).waitFor()
  await tabTo(page, /^Go to your home/)
  await page.keyboard.press('Enter')
  await atHome(page, 'ada').waitFor()

  await page.keyboard.press('/')
  await expect.poll(() => focused(page)).toMatch(/^Search songs/)
  await page.keyboard.type('a')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const player = playerOf(page)
  await player.getByRole('button', { name: 'Pause', exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')

  await tabTo(page, /^Like /)
  await page.keyboard.press('Enter')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-pressed')))
    .toBe('true')
  await page.keyboard.press('k')
  await player.getByRole('button', { name: 'Play', exact: true }).waitFor()
  const before = await player.textContent()
  await page.keyboard.press('n')
  await expect.poll(() => player.textContent()).not.toBe(before)
  await page.keyboard.press('f')
  await page.getByRole('dialog', { name: 'Now playing' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Now playing' }).waitFor({ state: 'hidden' })

  await page.reload()
  await atHome(page, 'ada').waitFor()
  await tabTo(page, /^Map/)
  await page.keyboard.press('Enter')
  // The heading of the page is called as the map, and has the focus first.
  await expect.poll(() => focused(page)).toBe('Taste map')
  await tabTo(page, /^Taste map/)
  await page.keyboard.press('+')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await player.getByRole('button', { name: 'Pause', exact: true }).waitFor()

  await page.reload()
  await page.getByRole('application', { name: 'Taste map' }).waitFor()
  await tabTo(page, /^Account of ada/)
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.waitForURL('/sign-in')
})

test('shortcuts keep away from pages without a player, and from what has keys of its own', async () => {
  const { page, service } = await visit()
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await page.goto('/sign-in')
  await page.keyboard.press('?')
  await page.getByRole('button', { name: 'Try it without an account' }).click()
  await page.getByRole('link', { name: 'Not now' }).click()
  await page.getByRole('heading', { level: 1, name: /^Good / }).waitFor()
  expect(await shortcuts.count()).toBe(0)
  await page.keyboard.press('?')
  await shortcuts.waitFor()
  // Nothing is searched behind a dialog.
  await page.keyboard.press('/')
  expect(await shortcuts.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true)

  const username = await begin({ page, service })
  await songsIn(page.getByRole('region', { name: 'Because you like' }))
    .first()
    .click()
  const like = playerOf(page).getByRole('button', { name: /^Like / })
  await page.getByRole('button', { name: `Account of ${username}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await page.keyboard.press('l')
  await page.keyboard.press('Escape')
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor({ state: 'hidden' })
  expect(await like.getAttribute('aria-pressed')).toBe('false')
  await page.keyboard.press('l')
  await expect.poll(() => like.getAttribute('aria-pressed')).toBe('true')
})
