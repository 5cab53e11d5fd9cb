// Times several ways to do the same work in turn, so that a slow moment of the machine hits all alike.

/** The middle of some numbers. */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The seconds that a call takes. */
export function secondsOf(call) {
  const start = performance.now()
  call()
  return (performance.now() - start) / 1000
}

/** Calls again and again for so many seconds, at least once. @returns The median seconds of a call. */
export function medianSeconds(call, seconds) {
  const times = []
  const end = performance.now() + seconds * 1000
  while (times.length === 0 || performance.now() < end) times.push(secondsOf(() => call(times.length)))
  return median(times)
}

/**
 * Gives every way its turn, round by round, until the time is up. The first round warms up and is not counted.
 *
 * @param ways - By name: a function that does the work and says how many seconds that took, or promises to; those that
 *   are undefined are left out.
 * @param limits - Rounds end when there are `most`, or `fewest` and the `seconds` are over.
 * @returns The median seconds of each way, by name.
 */
export async function inTurns(ways, { fewest = 3, most = 15, seconds = 2, warmUp = true } = {}) {
  const turns = Object.entries(ways).filter(([, way]) => way !== undefined)
  const times = Object.fromEntries(turns.map(([name]) => [name, []]))
  if (warmUp) for (const [, way] of turns) await way()
  const end = performance.now() + seconds * 1000
  for (let round = 0; round < most && (round < fewest || performance.now() < end); round++)
    for (const [name, way] of turns) times[name].push(await way())
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))
}
