import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import {
  brokenRules,
  findCycle,
  importsOf,
  MAY_IMPORT,
  packageArrows,
  type SourceFile,
} from './import-rules.js'

const packagesFolder = fileURLToPath(new URL('../packages/', import.meta.url))

function readSources(name: string): SourceFile[] {
  return readdirSync(`${packagesFolder}${name}/src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|mts|cts)$/.test(path))
    .map((path) => ({
      package: name,
      path: `src/${path.replaceAll('\\', '/')}`,
      text: readFileSync(`${packagesFolder}${name}/src/${path}`, 'utf8'),
    }))
}

const packages = readdirSync(packagesFolder)
const sources = packages.flatMap(readSources)

const planted = (name: string, path: string, text: string) => brokenRules({ package: name, path, text })

test('every package has its row in the table of allowed imports', () => {
  expect(packages.toSorted()).toEqual(Object.keys(MAY_IMPORT).sort())
})

test('every source imports only what its package may', () => {
  expect(sources.length).toBeGreaterThan(packages.length)
  expect(sources.flatMap(brokenRules)).toEqual([])
})

test('packages import each other without a cycle', () => {
  expect(findCycle(packageArrows(sources))).toBeUndefined()
})

test('package.json lists exactly the packages that the sources import', () => {
  const arrows = packageArrows(sources)
  for (const name of packages) {
    const { dependencies = {} } = JSON.parse(
      readFileSync(`${packagesFolder}${name}/package.json`, 'utf8'),
    ) as {
      dependencies?: Record<string, string>
    }
    const listed = Object.keys(dependencies).filter((dependency) => dependency.startsWith('@redux/'))
    const imported = [...(arrows.get(name) ?? [])].map((dependency) => `@redux/${dependency}`)
    expect(listed.sort(), name).toEqual(imported.sort())
  }
})

test('importsOf finds every way to name a module and leaves out comments and strings', () => {
  const text = `
    import { a } from 'one'
    import type { B } from 'two'
    export * from 'three'
    export type * from 'four'
    const five = await import('five')
    type Six = import('six').Six
    // import { no } from 'comment'
    const text = "import { no } from 'string'"
  `
  expect(importsOf(text)).toEqual(['one', 'two', 'three', 'four', 'five', 'six'])
})

test('brokenRules refuses an arrow that points up, sideways or at the package itself', () => {
  expect(planted('svd', 'src/a.ts', "import { train } from '@redux/recommender'")).toHaveLength(1)
  expect(planted('svd', 'src/a.ts', "import type { Index } from '@redux/ann'")).toHaveLength(1)
  expect(planted('hyperopt', 'src/a.ts', "export * from '@redux/kernels'")).toHaveLength(1)
  expect(planted('recommender', 'src/a.ts', "await import('@redux/server-koa')")).toHaveLength(1)
  expect(planted('recommender', 'src/a.ts', "import { dot } from '@redux/kernels'")).toHaveLength(1)
  expect(planted('server-koa', 'src/a.ts', "import { FunkSVD } from '@redux/svd'")).toHaveLength(1)
  expect(planted('svd', 'src/a.ts', "import { FunkSVD } from '@redux/svd'")).toHaveLength(1)
  expect(planted('svd', 'src/a.ts', "import { dot } from '@redux/kernels'")).toEqual([])
})

test('brokenRules refuses an import from inside another package', () => {
  expect(planted('svd', 'src/a.ts', "import { dot } from '@redux/kernels/dist/dot.js'")).toHaveLength(1)
  expect(planted('svd', 'src/a.ts', "import { dot } from '../../kernels/src/dot.js'")).toHaveLength(1)
  expect(planted('svd', 'src/metrics/a.ts', "import { b } from '../b.js'")).toEqual([])
})

test('brokenRules refuses node: outside folders named node, except in the server', () => {
  expect(planted('ann', 'src/a.ts', "import { readFile } from 'node:fs/promises'")).toHaveLength(1)
  expect(planted('recommender', 'src/node.ts', "import { join } from 'node:path'")).toHaveLength(1)
  expect(planted('recommender', 'src/node/read/a.ts', "import { join } from 'node:path'")).toEqual([])
  expect(planted('server-koa', 'src/a.ts', "import { join } from 'node:path'")).toEqual([])
})

test('findCycle names the packages of a cycle, however long', () => {
  const arrows = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c'])],
    ['c', new Set(['b'])],
  ])
  expect(findCycle(arrows)).toEqual(['b', 'c', 'b'])
  expect(findCycle(new Map([['a', new Set(['a'])]]))).toEqual(['a', 'a'])
})
