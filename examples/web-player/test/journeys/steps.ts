import type { Locator, Page } from 'playwright-core'
import type { Size } from '../harness/browser.js'

// What people do on the pages, in the words that the pages use.

export const PASSWORD = 'a good password'

/** Logs in or signs up on the page for that. */
export async function enter(page: Page, way: 'Log in' | 'Sign up', username: string): Promise<void> {
  await page.getByRole('radio', { name: way }).check({ force: true })
  await page.getByRole('textbox', { name: 'Username', exact: true }).fill(username)
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD)
  await page.getByRole('form', { name: way }).getByRole('button', { name: way, exact: true }).click()
}

/** Picks the first three songs offered, and goes on to what goes with them. Returns their titles. */
export async function pickSongs(page: Page): Promise<string[]> {
  const offered = page.getByRole('listbox', { name: 'Songs to start from' }).getByRole('option')
  for (const place of [0, 1, 2]) await offered.nth(place).click()
  const removers = page.getByRole('region', { name: 'Your picks' }).getByRole('button', { name: /^Remove / })
  const names = await removers.evaluateAll((buttons) =>
    buttons.map((button) => button.getAttribute('aria-label')),
  )
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'You might like' }).waitFor()
  return names.map((name) => /^Remove (.*) by /s.exec(name ?? '')?.[1] ?? '')
}

/** Signs up and picks songs, and is at home then. */
export async function begin(page: Page, username: string): Promise<void> {
  await page.goto('/sign-in')
  await enter(page, 'Sign up', username)
  await pickSongs(page)
  await page.getByRole('link', { name: 'Go to your home' }).click()
  await atHome(page, username).waitFor()
}

export function atHome(page: Page, username: string): Locator {
  return page.getByRole('heading', { level: 1, name: new RegExp(`, ${username}$`) })
}

export async function signOut(page: Page, username: string): Promise<void> {
  await page.getByRole('button', { name: `Account of ${username}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('/sign-in')
}

export function goTo(page: Page, place: 'Home' | 'Liked' | 'Map'): Promise<void> {
  return page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place }).click()
}

/** The buttons that play the songs of a part of the page. */
export function songsIn(part: Locator): Locator {
  return part.getByRole('button', { name: /^(Play|Pause) .* by / })
}

/** The title of the song that a button plays. */
export async function titleOf(button: Locator): Promise<string> {
  const name = await button.textContent()
  const title = /^(?:Play|Pause) (.*) by /s.exec(name ?? '')?.[1]
  if (title === undefined) throw new Error(`a button that plays no song: ${name}`)
  return title
}

export function playerOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Player' })
}

/** What plays next: beside the page on a wide one, else in the full player, which is opened for it. */
export async function withQueue<T>(page: Page, size: Size, look: (queue: Locator) => Promise<T>): Promise<T> {
  if (size === 'desktop') return look(page.getByRole('complementary', { name: 'Up next' }))
  await playerOf(page)
    .getByRole('button', { name: /open the full player/i })
    .first()
    .click()
  const dialog = page.getByRole('dialog', { name: 'Now playing' })
  await dialog.waitFor()
  const seen = await look(dialog)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  return seen
}
