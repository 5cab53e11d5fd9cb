import { it } from 'vitest'
import { newUsers } from '@redux/svd'
import { readInteractions } from '../src/index.js'
import { materialOf } from '../src/train/material.js'
import { Phases } from '../src/train/phases.js'
import { tuneModel } from '../src/tune/tune-model.js'
import { temporaryFolder, writeSmallLog } from './small-log.js'
it('x', async () => {
  const data = writeSmallLog(temporaryFolder())
  for (const seed of [0, 1, 2, 3, 5, 6]) {
    const { ratings, positives } = materialOf((await readInteractions(data)).interactions, seed)
    const seen = { ratings, positives: newUsers(positives.ratings, { seed }).train }
    const t = performance.now()
    console.log(seed, JSON.stringify(await tuneModel('linear', seen, { nTrials: 4, seed }, new Phases(), () => {})), performance.now() - t)
  }
})
