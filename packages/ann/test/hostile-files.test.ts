import { describe, expect, test } from 'vitest'
import { AnnError, type AnyIndex, readIndex } from '../src/index.js'
import { createRandom } from '../src/random.js'
import { FIXTURE_NAMES, type FixtureName, fixtureFiles } from './fixtures.js'
import { damagedFiles, type HostileFile, truncations } from './hostile-files.js'

const COUNT = 2000
/** Vectors become float32 arrays, of which a list has 16 rows at least; ids become bigints; lists are objects. */
const BYTES_PER_BYTE = 40
/** The lists of an untrained index, and what the engine allocates for itself. */
const SPARE_BYTES = 32 * 2 ** 20

/** Bytes of arrays and objects that `act` left behind; less, where the engine collected some meanwhile. */
function allocatedBy(act: () => unknown): number {
  const before = process.memoryUsage()
  act()
  const after = process.memoryUsage()
  return after.arrayBuffers - before.arrayBuffers + after.heapUsed - before.heapUsed
}

/** Whoever reads a file asks the index something. */
function expectAnswers(index: AnyIndex): void {
  if (index.d > 4096 || !index.isTrained) return
  const query = new Float32Array(index.d).fill(0.5)
  const { distances, labels } = index.search(query, 3)
  expect(distances.some(Number.isNaN)).toBe(false)
  for (const [rank, label] of labels.entries()) if (rank >= index.ntotal) expect(Number(label)).toBe(-1)
}

/** @returns Whether the file was read; else it was refused, as it must be. */
function isRead({ what, bytes }: HostileFile, backend: 'typescript' | 'wasm'): boolean {
  let index: AnyIndex | undefined
  const allocated = allocatedBy(() => {
    try {
      index = readIndex(bytes, { backend })
    } catch (error) {
      if (!(error instanceof AnnError) || error.code !== 'BAD_FORMAT')
        throw new Error(`${what}: not refused as it must be`, { cause: error })
    }
  })
  if (allocated > BYTES_PER_BYTE * bytes.length + SPARE_BYTES)
    throw new Error(`${what}: ${bytes.length} bytes made it allocate ${allocated}`)
  if (index) expectAnswers(index)
  return index !== undefined
}

describe.each(FIXTURE_NAMES)('%s', (name: FixtureName) => {
  test('is refused when it is cut off anywhere', () => {
    for (const file of truncations(name)) expect(isRead(file, 'typescript'), file.what).toBe(false)
  })

  test(`is refused or answers in ${COUNT} damaged copies`, () => {
    const random = createRandom(FIXTURE_NAMES.indexOf(name))
    let seen = 0
    let read = 0
    for (const file of damagedFiles(name, COUNT, random)) {
      // A WebAssembly memory takes longer to make than a file to read.
      if (isRead(file, ++seen % 10 === 0 ? 'wasm' : 'typescript')) read++
    }
    expect(seen).toBeGreaterThanOrEqual(COUNT)
    // Some damage cannot be seen, as in a dummy field or a vector; most must be.
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThan(seen / 2)
  })

  test('is read when nothing is damaged', () => {
    expect(isRead({ what: 'untouched', bytes: fixtureFiles[name] }, 'typescript')).toBe(true)
  })
})
