import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${root}README.md`, 'utf8')
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  scripts: Record<string, string>
}

describe('README.md', () => {
  it('names only npm scripts that exist, and every one a contributor needs', () => {
    const named = new Set(
      [...readme.matchAll(/npm (?:run )?(demo|test|check|build|bench|docs|\w+)\b/g)].map(([, name]) => name),
    )
    named.delete('install')
    for (const name of named) expect(Object.keys(scripts)).toContain(name)
    for (const name of ['demo', 'test', 'check', 'build', 'bench', 'docs']) expect(named).toContain(name)
  })

  it('links only to files that are there', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)/g)].map(([, path]) => path)
    expect(links.length).toBeGreaterThan(5)
    for (const path of links) expect(existsSync(`${root}${path}`), path).toBe(true)
  })

  it('shows a program of fifteen lines or fewer, blank lines aside', () => {
    const program = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
    const lines = program.split('\n').filter((line) => line.trim() !== '')
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.length).toBeLessThanOrEqual(15)
  })
})
