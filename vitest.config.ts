import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const withTests = (folder: string) =>
  readdirSync(`${root}${folder}`)
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(`${root}${path}/test`))

// Packages resolve each other's sources, so an edit shows in every test at once, without a build in between.
const alias = Object.fromEntries([
  // The longer name first: an alias also takes whatever begins with it.
  ['@redux/kernels/linear-algebra', `${root}packages/kernels/src/linear-algebra/index.ts`],
  ...readdirSync(`${root}packages`).map((name) => [`@redux/${name}`, `${root}packages/${name}/src/index.ts`]),
  ...readdirSync(`${root}examples`).map((name) => [
    `@redux-examples/${name}`,
    `${root}examples/${name}/src/index.ts`,
  ]),
])

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [...withTests('packages'), ...withTests('examples'), '.'].map((path) => ({
      extends: true,
      test: {
        name: path === '.' ? 'repository' : path.split('/')[1],
        root: `${root}${path}`,
        include: ['test/**/*.test.ts'],
        testTimeout: 60_000,
        hookTimeout: 120_000,
      },
    })),
  },
})
