import { describe, expect, test } from 'vitest'
import { SIZES, type Size } from '../harness/browser.js'
import { visits } from '../harness/visit.js'
import {
  atHome,
  begin,
  enter,
  goTo,
  newName,
  pickSongs,
  playerOf,
  signOut,
  songsIn,
  titleOf,
  withQueue,
} from './steps.js'

const visit = visits()

describe.each(Object.keys(SIZES) as Size[])('on a %s', (size) => {
  test('sign-up, onboarding, home, play, queue, like, reload, sign-out, log-in', async () => {
    const { page } = await visit({ size })
    const name = newName()
    await page.goto('/')
    await page.waitForURL('/sign-in')
    await enter(page, 'Sign up', name)
    await page.waitForURL('/welcome')
    const picked = await pickSongs(page)
    expect(await songsIn(page.getByRole('list', { name: 'You might like' })).count()).toBeGreaterThan(5)
    await page.getByRole('link', { name: 'Go to your home' }).click()
    await atHome(page, name).waitFor()

    const shelf = page.getByRole('region', { name: 'Because you like' })
    await shelf.getByText(/^Based on/).waitFor()
    for (const title of picked)
      expect(await shelf.getByRole('button', { name: `Play ${title} by` }).count()).toBe(0)
    const first = await titleOf(songsIn(shelf).first())
    await songsIn(shelf).first().click()
    const player = playerOf(page)
    await player.getByRole('button', { name: 'Pause', exact: true }).waitFor()
    expect(await player.textContent()).toContain(first)

    const second = await withQueue(page, size, (queue) =>
      titleOf(songsIn(queue.getByRole('list', { name: 'Songs up next' })).first()),
    )
    await player.getByRole('button', { name: 'Next song' }).click()
    await expect.poll(() => player.textContent()).toContain(second)
    expect(second).not.toBe(first)

    await player.getByRole('button', { name: `Like ${second}` }).click()
    await player.getByRole('button', { name: `Like ${second}`, pressed: true }).waitFor()
    await goTo(page, 'Liked')
    const likes = page.getByRole('list', { name: 'Liked songs' })
    await expect.poll(() => songsIn(likes).count()).toBe(1)
    await page.reload()
    expect(await titleOf(songsIn(likes).first())).toBe(second)
    await expect.poll(() => player.textContent()).toContain(second)

    await signOut(page, name)
    expect(await page.evaluate(() => localStorage.getItem('redux:session'))).not.toContain(name)
    await enter(page, 'Log in', name)
    await atHome(page, name).waitFor()
    await goTo(page, 'Liked')
    expect(await titleOf(songsIn(likes).first())).toBe(second)
  })

  test('a guest tries it, and keeps the songs on signing up', async () => {
    const { page, service } = await visit({ size })
    await page.goto('/')
    await page.getByRole('button', { name: 'Try it without an account' }).click()
    const picked = await pickSongs(page)
    const name = newName()
    await page.getByRole('link', { name: 'Go to your home' }).click()
    const shelf = page.getByRole('region', { name: 'You might like' })
    await songsIn(shelf).first().waitFor()
    await shelf
      .getByRole('button', { name: /^Like / })
      .first()
      .click()
    await page.getByText('Likes need an account').waitFor()

    await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click()
    await enter(page, 'Sign up', name)
    await atHome(page, name).waitFor()
    const { token } = await page.evaluate(
      () => JSON.parse(localStorage.getItem('redux:session') ?? '{}').state,
    )
    const answer = await fetch(`${service.url}/me/seeds`, { headers: { Authorization: `Bearer ${token}` } })
    const { seeds } = (await answer.json()) as { seeds: string[] }
    expect(seeds.map((id) => id.slice(id.indexOf(' - ') + 3))).toEqual(picked)
  })

  test('the map lights up what somebody likes, finds a song and plays it', async () => {
    const { page, service } = await visit({ size })
    await begin({ page, service })
    const title = await titleOf(songsIn(page.getByRole('region', { name: 'Because you like' })).first())
    await goTo(page, 'Map')
    const map = page.getByRole('application', { name: 'Taste map' })
    await map.waitFor()
    await page.getByRole('list', { name: 'Lit up' }).getByRole('button', { name: 'Picks 3' }).waitFor()

    await page.getByRole('combobox', { name: 'Find on the map' }).fill(title)
    await page.getByRole('option').first().click()
    const card = page.getByRole('region', { name: `${title} by` })
    await card.waitFor()
    await songsIn(card).click()
    const player = playerOf(page)
    await player.getByRole('button', { name: 'Pause', exact: true }).waitFor()
    expect(await player.textContent()).toContain(title)
    await page.getByRole('button', { name: 'Go to the song that plays' }).waitFor()

    // A click on a point of the map plays it, too; by touch it shows the song first.
    await page.getByRole('button', { name: 'Show the whole map' }).click()
    await page.getByRole('button', { name: 'Songs here' }).click()
    const here = page.getByRole('region', { name: 'Songs here' })
    await expect.poll(() => songsIn(here).count()).toBe(20)
  })
})
