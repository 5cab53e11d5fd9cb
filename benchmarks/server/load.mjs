// One round of load, by autocannon.
import autocannon from 'autocannon'

/**
 * Asks over so many connections, each of which waits for its answer and then asks the next of its own questions.
 *
 * Latencies are autocannon's, unrounded. The first answer on each connection is not counted: connecting is not what is
 * measured.
 *
 * @param limits - So many `seconds`, or an `amount` of requests.
 * @returns How many `answers` came, and how many a second; the latencies in milliseconds, sorted; and how many requests
 *   failed.
 */
export async function load(url, requests, connections, limits) {
  const shares = sharesOf(requests, connections)
  const connected = new Set()
  const latencies = []
  let answers = 0
  let first
  let last
  const running = autocannon({
    url,
    connections,
    sampleInt: 50,
    ...(limits.amount === undefined ? { duration: limits.seconds } : { amount: limits.amount }),
    setupClient: (client) => client.setRequests(shares.pop()),
  })
  running.on('response', (client, _status, _bytes, milliseconds) => {
    answers++
    last = performance.now()
    first ??= last
    if (connected.has(client)) latencies.push(milliseconds)
    else connected.add(client)
  })
  const { errors, timeouts, non2xx } = await running
  return {
    answers,
    perSecond: (1000 * (answers - 1)) / (last - first),
    latencies: Float64Array.from(latencies).sort(),
    failures: errors + timeouts + non2xx,
  }
}

/** Every connection has questions of its own, as long as there are enough. */
function sharesOf(requests, connections) {
  return Array.from({ length: connections }, (_, at) => {
    const own = requests.filter((_request, n) => n % connections === at)
    return (own.length > 0 ? own : [requests[at % requests.length]]).map((request) => ({ ...request }))
  })
}

/** The latency that a share of the requests stays below. */
export const quantile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]

/** The middle of some numbers, or undefined if there are none. */
export function median(values) {
  const sorted = values.filter((value) => value !== undefined).toSorted((a, b) => a - b)
  return sorted[(sorted.length - 1) >> 1]
}
