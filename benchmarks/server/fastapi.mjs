// Up next beside a FastAPI application that does the same work in numpy, in the same run.
import { PythonPeer } from '../lib/python-peer.mjs'
import { significant, times } from '../lib/table.mjs'
import { load, median, quantile } from './load.mjs'

const CONNECTIONS = [1, 8, 64]
const ROUNDS = 3
const WARM_UP = 200

/** @returns Tables and the versions of the peer; no tables where PEER_PYTHON cannot run it. */
export async function fastapi({ services, questions, files, seconds, progress }) {
  const peer = await PythonPeer.start('fastapi')
  if (peer === undefined) return []
  try {
    const { port } = await peer.ask('serve', { folder: files })
    const urls = { ours: services.made.url, peer: `http://127.0.0.1:${port}` }
    const { requests } = questions.similar
    for (const url of Object.values(urls)) await load(url, requests, 8, { amount: WARM_UP })
    const turns = CONNECTIONS.map((connections) => ({ connections, ours: [], peer: [] }))
    for (let round = 1; round <= ROUNDS; round++)
      for (const turn of turns) {
        progress(`round ${round} of ${ROUNDS}: ours and FastAPI, ${turn.connections} connections`)
        for (const [who, url] of Object.entries(urls))
          turn[who].push(figuresOf(await load(url, requests, turn.connections, { seconds })))
      }
    const versions = Object.entries(peer.greeting.versions).map((pair) => pair.join(' '))
    return [
      {
        title: `Up next, anonymous, beside ${versions.join(', ')}`,
        columns: COLUMNS,
        rows: turns.map(asRow),
      },
    ]
  } finally {
    peer.stop()
  }
}

function figuresOf({ perSecond, latencies, failures }) {
  if (failures > 0) throw new Error(`${failures} requests failed`)
  return { perSecond, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) }
}

function asRow({ connections, ours, peer }) {
  const middle = (rounds, figure) => median(rounds.map((round) => round[figure]))
  const row = { connections }
  for (const figure of ['perSecond', 'p50', 'p99']) {
    row[figure] = middle(ours, figure)
    row[`${figure}Peer`] = middle(peer, figure)
  }
  return { ...row, ratio: row.perSecond / row.perSecondPeer }
}

const COLUMNS = [
  ['connections', 'connections', String],
  ['perSecond', 'ours, requests/s', significant],
  ['perSecondPeer', 'FastAPI, requests/s', significant],
  ['ratio', 'ours / FastAPI', times],
  ['p50', 'ours, p50, ms', significant],
  ['p50Peer', 'FastAPI, p50, ms', significant],
  ['p99', 'ours, p99, ms', significant],
  ['p99Peer', 'FastAPI, p99, ms', significant],
]
