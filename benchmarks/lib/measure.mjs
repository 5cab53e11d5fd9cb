// What every benchmark needs: seeded numbers, alternated rounds, and a result that names its machine.
import { cpus, totalmem } from 'node:os'

/** A seeded generator of numbers in [0, 1): mulberry32, so that every run and every peer gets the same data. */
export function seededRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Times every variant once per round, in turn, so that a slow moment of the machine hits all alike. The first round
 * warms up and is not counted. What a variant returns is summed and shown, so that no work can be optimised away.
 */
export function alternate(variants, rounds) {
  const times = variants.map(() => [])
  let sink = 0
  for (let round = 0; round <= rounds; round++)
    for (const [index, { run }] of variants.entries()) {
      const start = performance.now()
      sink += run()
      if (round > 0) times[index].push((performance.now() - start) / 1000)
    }
  return { sink, results: variants.map(({ name, work }, index) => summarise(name, work, times[index])) }
}

/** `work` is how many units one run does; rates are units per second. */
function summarise(name, work, seconds) {
  const sorted = seconds.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  const mean = seconds.reduce((sum, value) => sum + value, 0) / seconds.length
  const variance = seconds.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (seconds.length - 1)
  const rate = work / median
  return { name, rate, medianSeconds: median, minSeconds: sorted[0], standardDeviation: Math.sqrt(variance) }
}

/** What the numbers were measured on. */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  }
}

/** Prints a benchmark's result, as JSON when that was asked for. */
export function report({ title, unit, sizes, rounds, results, sink }) {
  const machine = describeMachine()
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ title, unit, machine, sizes, rounds, results }, null, 2))
    return
  }
  console.log(title)
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}`)
  console.log(
    Object.entries(sizes)
      .map(([name, value]) => `${name} ${value.toLocaleString('en')}`)
      .join(', '),
  )
  console.log(`median of ${rounds} alternated rounds (sum of all answers ${sink.toPrecision(6)})`)
  console.table(
    Object.fromEntries(
      results.map(({ name, rate, medianSeconds, minSeconds, standardDeviation }) => [
        name,
        {
          [unit]: Math.round(rate).toLocaleString('en'),
          'median ms': (medianSeconds * 1000).toFixed(1),
          'min ms': (minSeconds * 1000).toFixed(1),
          '± ms': (standardDeviation * 1000).toFixed(1),
        },
      ]),
    ),
  )
}
