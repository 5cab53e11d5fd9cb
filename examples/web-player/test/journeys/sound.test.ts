import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { visits } from '../harness/visit.js'
import { begin, playerOf } from './steps.js'

const visit = visits()

const RATE = 8_000
const SECONDS = 3

/** A recording of a low hum: a WAV file of 8 bits a sample. */
function recording(): Buffer {
  const head = Buffer.alloc(44)
  const samples = Uint8Array.from({ length: RATE * SECONDS }, (_, i) => 128 + 20 * Math.sin(i / 12))
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(RATE, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

/** Every song that is found has a recording at the same address. Plays the first one, and returns its title. */
async function playRecorded(page: Page): Promise<string> {
  await page.route('**/catalog/search*', async (route) => {
    const found = (await (await route.fetch()).json()) as object[]
    await route.fulfill({ json: found.map((song) => ({ ...song, preview_url: '/previews/hum.wav' })) })
  })
  const search = page.getByRole('combobox', { name: 'Search songs' })
  await search.fill('a')
  const first = page.getByRole('option').first()
  const title = await first.locator('bdi').first().textContent()
  await first.click()
  return title ?? ''
}

const positionOf = async (page: Page) =>
  Number(await playerOf(page).getByRole('slider', { name: 'Position' }).inputValue())

/** Waits until it is heard: the position goes on. */
const advanced = (page: Page) => expect.poll(() => positionOf(page)).toBeGreaterThan(0)

describe('a song with a recording', () => {
  test('is heard from the recording, is shown to the system, and makes room for the next at its end', async () => {
    const { page, service } = await visit()
    await begin({ page, service })
    await page.route('**/previews/hum.wav', (route) =>
      route.fulfill({ contentType: 'audio/wav', body: recording() }),
    )
    const title = await playRecorded(page)
    const player = playerOf(page)
    const slider = player.getByRole('slider', { name: 'Position' })
    await expect.poll(() => slider.getAttribute('max')).toBe(String(SECONDS))
    expect(await player.getByText(/^simulated$/i).count()).toBe(0)
    const shown = await page.evaluate(() => ({
      title: navigator.mediaSession.metadata?.title,
      state: navigator.mediaSession.playbackState,
      artwork: navigator.mediaSession.metadata?.artwork.length,
      page: document.title,
    }))
    expect(shown).toMatchObject({ title, state: 'playing', artwork: 1, page: expect.stringContaining(title) })
    await advanced(page)

    await expect.poll(() => player.textContent()).not.toContain(title)
    await player.getByRole('button', { name: 'Pause', exact: true }).waitFor()
    // What comes next has none.
    await player.getByText('Simulated', { exact: true }).waitFor()
  })

  test('stands still while it is paused, and goes on from there', async () => {
    const { page, service } = await visit()
    await begin({ page, service })
    await page.route('**/previews/hum.wav', (route) =>
      route.fulfill({ contentType: 'audio/wav', body: recording() }),
    )
    const title = await playRecorded(page)
    const player = playerOf(page)
    await advanced(page)
    await player.getByRole('button', { name: 'Pause', exact: true }).click()
    expect(await page.evaluate(() => navigator.mediaSession.playbackState)).toBe('paused')
    expect(await page.title()).toBe('Redux')
    await player.getByRole('slider', { name: 'Position' }).press('Home')
    expect(await positionOf(page)).toBe(0)
    await player.getByRole('button', { name: 'Play', exact: true }).click()
    await advanced(page)
    expect(await player.textContent()).toContain(title)
  })

  test('is simulated where the recording cannot be had, and says so', async () => {
    const { page, service } = await visit()
    await begin({ page, service })
    await page.route('**/previews/hum.wav', (route) => route.fulfill({ status: 404 }))
    const title = await playRecorded(page)
    const player = playerOf(page)
    await player.getByText('Simulated', { exact: true }).waitFor()
    await advanced(page)
    expect(await player.textContent()).toContain(title)
    await player.getByRole('button', { name: 'Pause', exact: true }).waitFor()
  })
})
