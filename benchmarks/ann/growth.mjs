// What a flat index takes as it grows a thousandfold: time for one query, and memory.
import { grouped, significant } from '../lib/table.mjs'
import { runChild } from './run-child.mjs'

const D = 32
const COUNTS = [10_000, 100_000, 1_000_000, 10_000_000]

export async function growth({ progress }) {
  const rows = []
  for (const n of COUNTS) {
    progress(`growth: ${grouped(n)} x ${D}`)
    const measured = await runChild(new URL('./growth-child.mjs', import.meta.url), [n, D])
    const { seconds, addSeconds, ...memory } = measured
    rows.push({ n, ms: seconds * 1000, nsPerVector: (seconds / n) * 1e9, addSeconds, ...memory })
  }
  return [{ title: `IndexFlatL2, d = ${D}, one query at a time, k = 10`, columns: COLUMNS, rows }]
}

const COLUMNS = [
  ['n', 'vectors', grouped],
  ['ms', 'a query, ms', significant],
  ['nsPerVector', 'a vector, ns', significant],
  ['addSeconds', 'adding all, s', significant],
  ['bytesPerVector', 'bytes per vector', significant],
  ['peakMegabytes', 'peak of the process, MB', significant],
]
