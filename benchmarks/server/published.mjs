// What is wanted of the service, and what was published of the service that it replaces.
import { significant, times } from '../lib/table.mjs'

/** With 8 connections to one process, without the result cache. */
const CONNECTIONS = 8
const MOST_P99 = 20

/** By call: requests a second that are wanted, and those that were published of the reference implementation. */
const CALLS = {
  'POST /recommendations/similar, anonymous': { wanted: 1500, published: 28 },
  'POST /recommendations/similar, signed in': { wanted: 1500, published: 28 },
  'GET /recommendations/categories, newcomer': { wanted: 1000, published: 21 },
  'GET /recommendations/categories, signed in': { wanted: 1000, published: 21 },
  'GET /recommendations/categories?seed=<song>': { wanted: 1000, published: 21 },
  'GET /catalog/search': { wanted: 5000, published: 2290 },
  'GET /health': { published: 5940 },
}

/** @param rows - As the calls were measured. */
export function besidePublished(rows) {
  const compared = rows
    .filter(({ call, connections }) => connections === CONNECTIONS && Object.hasOwn(CALLS, call))
    .map(({ call, made, madep99 }) => {
      const { wanted, published } = CALLS[call]
      const isMet = wanted === undefined ? undefined : made >= wanted && madep99 < MOST_P99
      return { call, made, wanted, madep99, isMet, published, ratio: made / published }
    })
  return { rows: compared, columns: COLUMNS }
}

const COLUMNS = [
  ['call', `call, ${CONNECTIONS} connections`],
  ['made', 'requests/s', significant],
  ['wanted', 'target', significant],
  ['madep99', `p99, ms (target: below ${MOST_P99})`, significant],
  ['isMet', 'both met', (isMet) => (isMet ? 'yes' : 'no')],
  ['published', 'reference, published, not measured here', significant],
  ['ratio', 'against it', times],
]
