import { readFileSync } from 'node:fs'

/** A file of test/fixtures. */
export function fixture(name: string): Buffer {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url))
}
