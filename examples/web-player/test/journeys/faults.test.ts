import { expect, test } from 'vitest'
import { visits } from '../harness/visit.js'
import { atHome, begin, goTo, playerOf, songsIn } from './steps.js'

const visit = visits()
const AWAY = 'The service cannot be reached. What you see stays; it is tried again by itself.'

test('a service that is killed and comes back: the page stays, says so, and goes on by itself', async () => {
  const { page, service } = await visit({ own: {} })
  await begin({ page, service })
  const shelf = page.getByRole('region', { name: 'Because you like' })
  await songsIn(shelf).first().click()
  await playerOf(page).getByRole('button', { name: 'Pause', exact: true }).waitFor()
  await service.kill()
  const like = shelf.getByRole('button', { name: /^Like / }).nth(2)
  const name = (await like.getAttribute('aria-label')) ?? ''
  await like.click()
  await page.getByText(AWAY).waitFor()
  // Taken back, for the service did not take it.
  await shelf.getByRole('button', { name, exact: true, pressed: false }).waitFor()
  await playerOf(page).getByRole('button', { name: 'Pause', exact: true }).waitFor()
  await goTo(page, 'Liked')

  await service.start()
  await page.getByText(AWAY).waitFor({ state: 'hidden' })
  await page.getByText('Nothing liked yet').waitFor()
  await goTo(page, 'Home')
  await shelf.getByRole('button', { name, exact: true }).click()
  await shelf.getByRole('button', { name, exact: true, pressed: true }).waitFor()
})

test('without a network the shell of the app opens all the same', async () => {
  const { page, service } = await visit({ own: {} })
  await begin({ page, service })
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await service.kill()
  await page.goto('/liked')
  await page.getByRole('heading', { level: 1, name: 'Liked songs' }).waitFor()
  await page.getByText(AWAY).waitFor()
  await service.start()
  await page.getByText('Nothing liked yet').waitFor()
})

test('on a slow network the page says what it waits for, and what was asked last is what is shown', async () => {
  const { page, context, service } = await visit()
  const name = await begin({ page, service })
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 800,
    downloadThroughput: 50_000,
    uploadThroughput: 50_000,
  })
  await page.reload({ waitUntil: 'commit' })
  await atHome(page, name).waitFor()
  await page
    .getByText(/loading/i)
    .first()
    .waitFor({ state: 'attached' })
  await songsIn(page.getByRole('region', { name: 'Because you like' }))
    .first()
    .waitFor({ timeout: 30_000 })
  const search = page.getByRole('combobox', { name: 'Search songs' })
  await search.pressSequentially('the', { delay: 20 })
  await search.fill('zzzz qqqq')
  await page.getByText(/^No song found for/).waitFor()
  expect(await page.getByRole('option').count()).toBe(0)
})

test('somebody who asks too often is told how long to wait', async () => {
  const { page } = await visit()
  await page.goto('/sign-in')
  await page.route('**/auth/login', (route) =>
    route.fulfill({
      status: 429,
      headers: { 'Retry-After': '2' },
      json: { detail: 'Too many attempts. Try again in 2 seconds.' },
    }),
  )
  await page.getByRole('textbox', { name: 'Username', exact: true }).fill('ada')
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('whatever')
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.getByRole('button', { name: /^Try again in/ }).waitFor()
  await page.getByRole('button', { name: 'Log in', exact: true }).waitFor()
})
