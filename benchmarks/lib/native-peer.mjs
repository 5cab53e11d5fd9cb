// Native libraries to compare with. They are installed in benchmarks/peers when that is asked for, never by npm ci.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const folder = new URL('../peers/', import.meta.url)

/** @returns The library and its version, or undefined, with a line that says so, if it is not installed. */
export function loadNativePeer(name) {
  try {
    const library = createRequire(folder)(name)
    const { version } = JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, folder), 'utf8'))
    return { library, version }
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error
    console.error(`Without ${name}: npm run bench -- --install-peers installs it.`)
  }
}
