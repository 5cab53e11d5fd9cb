import type { Locator, Page } from 'playwright-core'
import { giveTaste, newAccount, popularSongs, storedSession } from '../harness/account.js'
import type { Size } from '../harness/browser.js'
import type { Visit } from '../harness/visit.js'

// What people do on the pages, in the words that the pages use.

export const PASSWORD = 'a good password'

let names = 0

/** A name that nobody has yet. */
export function newName(): string {
  return `ada${++names}`
}

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

/** An account with seeds, made by the service's own calls, and signed in here: at home. */
export async function begin({ page, service: { url } }: Pick<Visit, 'page' | 'service'>): Promise<string> {
  const account = await newAccount(url, newName(), PASSWORD)
  const [first, second, third] = await popularSongs(url, 3)
  await giveTaste(url, account, { seeds: [first, second, third] })
  await page.goto('/sign-in')
  await page.evaluate((session) => localStorage.setItem('redux:session', session), storedSession(account))
  await page.goto('/')
  await atHome(page, account.username).waitFor()
  return account.username
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
