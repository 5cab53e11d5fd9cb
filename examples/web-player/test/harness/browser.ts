import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

const finder = fileURLToPath(new URL('../../../../scripts/chromium.mjs', import.meta.url))

/** Where Chromium is; undefined where there is none. */
export function findChromium(): string | undefined {
  const { status, stdout } = spawnSync(process.execPath, [finder], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  })
}

/** The sizes the app is looked at in. */
export const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
} as const

export type Size = keyof typeof SIZES
