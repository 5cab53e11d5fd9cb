import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import workspace from './vitest.config.js'

// Tests that break things under a running service; `npm run test:faults`. One file after the other: each takes all of
// the machine.
export default defineConfig({
  resolve: workspace.resolve,
  test: {
    name: 'faults',
    root: fileURLToPath(new URL('packages/server-koa', import.meta.url)),
    include: ['faults/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 120_000,
    // What the tests count is printed as they print it.
    disableConsoleIntercept: true,
  },
})
