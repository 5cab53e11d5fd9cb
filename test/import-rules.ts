import { dirname, join } from 'node:path/posix'
import ts from 'typescript'

/** Which packages of the family each may import; arrows never point up or sideways. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernels: [],
  hyperopt: [],
  svd: ['kernels'],
  ann: ['kernels'],
  recommender: ['svd', 'ann', 'hyperopt'],
  'server-koa': ['recommender'],
}

/** Packages that run in a browser: `node:` appears only under a folder named `node`. */
const RUNS_IN_BROWSERS: readonly string[] = ['kernels', 'svd', 'ann', 'hyperopt', 'recommender']

/** The entry points that packages have beside the one of their name. */
const ENTRIES: readonly string[] = ['@redux/kernels/linear-algebra']

/** A source file of a package; `path` is below the package's folder, such as `src/node/read/csv.ts`. */
export interface SourceFile {
  readonly package: string
  readonly path: string
  readonly text: string
}

/** Every module that a source names: imports, type imports, re-exports, `import()` and `require()`. */
export function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
}

/** What a file's imports break, as sentences; none when all is well. */
export function brokenRules(file: SourceFile): string[] {
  return importsOf(file.text).flatMap((specifier) => {
    const broken = brokenRule(file, specifier)
    return broken === undefined
      ? []
      : [`packages/${file.package}/${file.path} imports ${specifier}: ${broken}`]
  })
}

function brokenRule({ package: from, path }: SourceFile, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return brokenRelative(join(dirname(path), specifier))
  if (specifier.startsWith('node:')) {
    if (!RUNS_IN_BROWSERS.includes(from) || path.split('/').slice(0, -1).includes('node')) return undefined
    return 'node: belongs under a folder named node'
  }
  const [, to, subpath] = /^@redux\/([^/]+)(\/.+)?$/.exec(specifier) ?? []
  if (to === undefined) return undefined
  if (!MAY_IMPORT[from]?.includes(to))
    return `${from} may import ${MAY_IMPORT[from]?.join(', ') || 'no package'}`
  if (subpath !== undefined && !ENTRIES.includes(specifier)) return 'a package is imported by its name alone'
  return undefined
}

/** `package.json` is the one file that sources read from outside src: for its version. */
function brokenRelative(target: string): string | undefined {
  if (target.startsWith('src/') || target === 'src' || target === 'package.json') return undefined
  return "a relative import stays in its package's src"
}

/** A cycle among packages as a path whose first and last are the same, or undefined when there is none. */
export function findCycle(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>()
  const visit = (name: string, path: readonly string[]): string[] | undefined => {
    const start = path.indexOf(name)
    if (start >= 0) return [...path.slice(start), name]
    if (done.has(name)) return undefined
    for (const next of arrows.get(name) ?? []) {
      const cycle = visit(next, [...path, name])
      if (cycle !== undefined) return cycle
    }
    done.add(name)
    return undefined
  }
  for (const name of arrows.keys()) {
    const cycle = visit(name, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}

/** From package to the packages that its sources import. */
export function packageArrows(files: readonly SourceFile[]): Map<string, Set<string>> {
  const arrows = new Map<string, Set<string>>()
  for (const file of files) {
    const targets = arrows.get(file.package) ?? new Set()
    for (const specifier of importsOf(file.text)) {
      const to = /^@redux\/([^/]+)/.exec(specifier)?.[1]
      if (to !== undefined) targets.add(to)
    }
    arrows.set(file.package, targets)
  }
  return arrows
}
