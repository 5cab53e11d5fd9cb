import seedrandom from 'seedrandom'

/** Seeded numbers, uniform in [0, 1); the same seed gives the same stream everywhere. */
export function createRandom(seed: number): () => number {
  // Alea is as even as ARC4 for what is drawn here, and four times as fast.
  return seedrandom.alea(String(seed))
}

/** At most `count` vectors of x, in their order; x itself if there are no more. */
export function takeSample(x: Float32Array, d: number, count: number, random: () => number): Float32Array {
  const n = x.length / d
  if (n <= count) return x
  const sample = new Float32Array(count * d)
  for (const [i, row] of sampleRows(n, count, random).entries())
    sample.set(x.subarray(row * d, (row + 1) * d), i * d)
  return sample
}

/** The first `count` of 0 … n - 1 in random order, sorted: a sample without replacement (Fisher and Yates). */
function sampleRows(n: number, count: number, random: () => number): Int32Array {
  const rows = Int32Array.from({ length: n }, (_, i) => i)
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (n - i))
    const row = rows[i]!
    rows[i] = rows[other]!
    rows[other] = row
  }
  return rows.slice(0, count).sort()
}
