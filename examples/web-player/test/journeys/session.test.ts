import { expect, test } from 'vitest'
import { visits } from '../harness/visit.js'
import {
  atHome,
  begin,
  enter,
  goTo,
  newName,
  PASSWORD,
  playerOf,
  signOut,
  songsIn,
  titleOf,
} from './steps.js'

const visit = visits()

test('an expired token asks for the password, and the page goes on where it was', async () => {
  const { page, service } = await visit({ own: {} })
  await begin({ page, service })
  const shelf = page.getByRole('region', { name: 'Because you like' })
  await songsIn(shelf).first().click()
  const title = await titleOf(songsIn(shelf).first())
  // The service is given another key: no token of before is good any more.
  await service.stop()
  await service.start({ API_SECRET_KEY: 'another-secret-of-the-tests-that-is-long-enough' })
  await goTo(page, 'Liked')
  await playerOf(page)
    .getByRole('button', { name: `Like ${title}` })
    .click()
  const dialog = page.getByRole('alertdialog', { name: 'Your session has ended' })
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.getByRole('textbox', { name: 'Password', exact: true }).fill('not the password')
  await dialog.getByRole('button', { name: 'Log in' }).click()
  await dialog.getByText('Incorrect username or password').waitFor()
  await dialog.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Log in' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(new URL(page.url()).pathname).toBe('/liked')
  await page.getByRole('heading', { level: 1, name: 'Liked songs' }).waitFor()
  await playerOf(page).getByRole('button', { name: 'Pause', exact: true }).waitFor()
  expect(await playerOf(page).textContent()).toContain(title)
})

test('a token that runs out while nothing is asked is noticed by the clock', async () => {
  const { page, context } = await visit({ own: { TOKEN_EXPIRE_HOURS: '1' } })
  await context.clock.install()
  await page.goto('/sign-in')
  await enter(page, 'Sign up', newName())
  await page.waitForURL('/welcome')
  await context.clock.fastForward('01:01:00')
  await page.getByRole('alertdialog', { name: 'Your session has ended' }).waitFor()
})

test('two tabs are signed in, liking and signed out together', async () => {
  const { page, context, service } = await visit()
  const name = await begin({ page, service })
  const other = await context.newPage()
  await other.goto('/')
  await atHome(other, name).waitFor()

  const shelf = page.getByRole('region', { name: 'Because you like' })
  await songsIn(shelf).first().click()
  await playerOf(page).getByRole('button', { name: 'Pause', exact: true }).waitFor()
  await songsIn(other.getByRole('region', { name: 'Because you like' }))
    .nth(1)
    .click()
  await playerOf(other).getByRole('button', { name: 'Pause', exact: true }).waitFor()
  // One tab at a time is heard.
  await playerOf(page).getByRole('button', { name: 'Play', exact: true }).waitFor()

  await signOut(other, name)
  await page.waitForURL('/sign-in')
  await enter(other, 'Sign up', newName())
  await other.waitForURL('/welcome')
  await page.waitForURL(/\/(welcome)?$/)
})

test('who is refused is told so in the words of the service', async () => {
  const { page, service } = await visit()
  await page.goto('/sign-in')
  await page.getByRole('radio', { name: 'Sign up' }).check({ force: true })
  await page.getByRole('textbox', { name: 'Username', exact: true }).fill('a')
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('b')
  await page.getByRole('button', { name: 'Sign up', exact: true }).click()
  const username = page.getByRole('textbox', { name: 'Username', exact: true })
  await expect.poll(() => username.getAttribute('aria-invalid')).toBe('true')
  expect(await username.evaluate((field) => field === document.activeElement)).toBe(true)

  const name = await begin({ page, service })
  await signOut(page, name)
  await enter(page, 'Sign up', name)
  await page.getByText('Username already exists').waitFor()
})
