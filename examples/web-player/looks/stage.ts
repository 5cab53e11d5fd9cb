import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ListeningLogOptions } from '@redux-examples/listening-log'
import type { Browser } from 'playwright-core'
import { makeArtifacts } from '../test/harness/artifacts.js'
import { findChromium, launchChromium } from '../test/harness/browser.js'
import { Service } from '../test/harness/service.js'

/** A service with the built app on a catalogue of generated songs, and a browser to look at it with. */
export interface Stage {
  readonly service: Service
  readonly browser: Browser
}

/** Sets up a stage for some work, and clears it away. */
export async function onStage<T>(
  size: ListeningLogOptions,
  work: (stage: Stage) => Promise<T>,
  names: { readonly hasOddSongs?: boolean } = {},
): Promise<T> {
  const chromium = findChromium()
  if (chromium === undefined) throw new Error('No Chromium here: install it, or set CHROMIUM to its path.')
  const folder = mkdtempSync(join(tmpdir(), 'redux-looks-'))
  try {
    console.error('Making a listening log and training on it …')
    const artifacts = await makeArtifacts(folder, size, names)
    const service = await Service.start({ artifacts, database: join(folder, 'redux.db') })
    try {
      const browser = await launchChromium(chromium)
      try {
        return await work({ service, browser })
      } finally {
        await browser.close()
      }
    } finally {
      await service.stop()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
