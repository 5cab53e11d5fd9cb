import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const withTests = (folder: string) =>
  readdirSync(`${root}${folder}`)
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(`${root}${path}/test`))

// Packages resolve each other's sources, so an edit shows in every test at once, without a build in between.
export const alias = Object.fromEntries([
  // The longer name first: an alias also takes whatever begins with it.
  ['@redux/kernels/linear-algebra', `${root}packages/kernels/src/linear-algebra/index.ts`],
  ...readdirSync(`${root}packages`).map((name) => [`@redux/${name}`, `${root}packages/${name}/src/index.ts`]),
  ...readdirSync(`${root}examples`).map((name) => [
    `@redux-examples/${name}`,
    `${root}examples/${name}/src/index.ts`,
  ]),
])

const project = (path: string) => ({
  extends: true as const,
  test: {
    name: path === '.' ? 'repository' : path.split('/')[1],
    root: `${root}${path}`,
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})

// Trains what the service behind the app serves.
const WEB_PLAYER = 'examples/web-player'
const webPlayer = () => {
  const { extends: base, test } = project(WEB_PLAYER)
  return {
    extends: base,
    test: {
      ...test,
      globalSetup: `${root}${WEB_PLAYER}/test/harness/global-setup.ts`,
      // A page on a busy machine may take its time; a second is no sign of a fault.
      expect: { poll: { timeout: 15_000 } },
    },
  }
}

// The contract of the service holds whatever keeps its data: the same tests, once more on every other combination.
const SERVER = 'packages/server-koa'
const CONTRACT = ['test/routes/**/*.test.ts', 'test/requests.test.ts']
const serverOn = (database: string, cache: string) => {
  const { extends: base, test } = project(SERVER)
  const isDefault = database === 'sqlite' && cache === 'memory'
  // Of two databases and two caches each is met by the default pair or the other one; scripts/test.mjs leaves out the rest.
  const isCrossed = (database === 'sqlite') !== (cache === 'memory')
  return {
    extends: base,
    test: {
      ...test,
      ...(isDefault
        ? {}
        : {
            name: `${isCrossed ? 'crossed ' : ''}${test.name} on ${database} and ${cache}`,
            include: CONTRACT,
          }),
      globalSetup: ['global-setup', 'redis-setup'].map((name) => `${root}${SERVER}/test/services/${name}.ts`),
      env: { REDUX_TEST_DATABASE: database, REDUX_TEST_CACHE: cache },
    },
  }
}

export default defineConfig({
  resolve: { alias },
  test: {
    // Servers, databases and browsers make up much of the waiting, so the core that is left free by default is used.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      ...[...withTests('packages'), ...withTests('examples'), '.']
        .filter((path) => path !== SERVER && path !== WEB_PLAYER)
        .map(project),
      webPlayer(),
      serverOn('sqlite', 'memory'),
      serverOn('sqlite', 'redis'),
      serverOn('postgres', 'memory'),
      serverOn('postgres', 'redis'),
    ],
  },
})
