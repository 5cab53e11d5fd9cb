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
  /** Settings of the service, as environment variables. */
  readonly env?: Readonly<Record<string, string>>
}

/** What the browser itself prints about every answer that is no success, and every call that gets none. */
const ABOUT_ANSWERS = /^Failed to load resource/

/** For the tests of a file: one browser, and for every test a service of its own with an empty database. */
export function visits(): (options?: VisitOptions) => Promise<Visit> {
  const chromium = findChromium()
  let browser: Browser
  beforeAll(async () => {
    if (chromium !== undefined) browser = await launchChromium(chromium)
  })
  afterAll(() => browser?.close())
  // Whoever has no browser may go without; continuous integration may not.
  beforeEach((context) => {
    if (chromium !== undefined) return
    expect(process.env['CI'], 'No Chromium here').not.toBe('true')
    context.skip('No Chromium here')
  })

  return async ({ size = 'desktop', colorScheme = 'dark', env } = {}) => {
    const service = await Service.start({ artifacts: inject('artifacts'), database: newDatabase(), env })
    onTestFinished(() => service.stop())
    const context = await browser.newContext({ viewport: SIZES[size], colorScheme, baseURL: service.url })
    onTestFinished(() => context.close())
    context.setDefaultTimeout(15_000)
    const wrong: string[] = []
    context.on('page', (page) => listen(page, wrong))
    onTestFinished(() => expect(wrong).toEqual([]))
    return { service, context, page: await context.newPage(), wrong }
  }
}

function listen(page: Page, wrong: string[]): void {
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => {
    const isBad = message.type() === 'error' || message.type() === 'warning'
    if (isBad && !ABOUT_ANSWERS.test(message.text())) wrong.push(message.text())
  })
}
