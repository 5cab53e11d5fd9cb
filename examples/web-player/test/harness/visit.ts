import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished } from 'vitest'
import { findChromium, launchChromium, SIZES, type Size } from './browser.js'
import { newDatabase } from './database.js'
import { Service } from './service.js'

/** Somebody with a browser, and the service they visit. */
export interface Visit {
  readonly service: Service
  readonly context: BrowserContext
  readonly page: Page
  /** What went wrong on their pages so far; the test fails where anything is left in it. */
  readonly wrong: string[]
}

interface VisitOptions {
  readonly size?: Size
  readonly colorScheme?: 'light' | 'dark'
  /** A service for this test alone, which it may kill; with settings of its own, as environment variables. */
  readonly own?: Readonly<Record<string, string>>
}

/** What the browser itself prints about every answer that is no success, and every call that gets none. */
const ABOUT_ANSWERS = /^Failed to load resource/

/** For the tests of a file: one browser and one service, with accounts of the tests' own. */
export function visits(): (options?: VisitOptions) => Promise<Visit> {
  const chromium = findChromium()
  const folder = mkdtempSync(join(tmpdir(), 'redux-web-player-'))
  let browser: Browser
  let shared: Service
  beforeAll(async () => {
    if (chromium === undefined) return
    browser = await launchChromium(chromium)
    shared = await Service.start({ artifacts: inject('artifacts'), database: join(folder, 'redux.db') })
  })
  afterAll(async () => {
    await browser?.close()
    await shared?.stop()
    rmSync(folder, { recursive: true })
  })
  // Whoever has no browser may go without; continuous integration may not.
  beforeEach((context) => {
    if (chromium !== undefined) return
    expect(process.env['CI'], 'No Chromium here').not.toBe('true')
    context.skip('No Chromium here')
  })

  return async ({ size = 'desktop', colorScheme = 'dark', own } = {}) => {
    const service = own === undefined ? shared : await startOwn(own)
    const context = await browser.newContext({ viewport: SIZES[size], colorScheme, baseURL: service.url })
    onTestFinished(() => context.close())
    context.setDefaultTimeout(15_000)
    const wrong: string[] = []
    context.on('page', (page) => listen(page, wrong))
    onTestFinished(() => expect(wrong).toEqual([]))
    return { service, context, page: await context.newPage(), wrong }
  }
}

async function startOwn(env: Readonly<Record<string, string>>): Promise<Service> {
  const service = await Service.start({ artifacts: inject('artifacts'), database: newDatabase(), env })
  onTestFinished(() => service.stop())
  return service
}

function listen(page: Page, wrong: string[]): void {
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => {
    const isBad = message.type() === 'error' || message.type() === 'warning'
    if (isBad && !ABOUT_ANSWERS.test(message.text())) wrong.push(message.text())
  })
}
