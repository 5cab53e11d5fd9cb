import cluster from 'node:cluster'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerForWorkers, metricsReader } from '../../src/metrics/cluster-metrics.js'
import { Metrics } from '../../src/metrics/metrics.js'

// Two workers, each on a port of its own so that a test can choose whom to ask. The primary prints the ports.

if (cluster.isPrimary) {
  answerForWorkers()
  const ports: number[] = []
  cluster.on('message', (_worker, message: { port?: number }) => {
    if (message.port === undefined) return
    ports.push(message.port)
    if (ports.length === 2) process.stdout.write(`${JSON.stringify(ports)}\n`)
  })
  cluster.fork()
  cluster.fork()
} else {
  const metrics = new Metrics()
  const read = metricsReader(metrics.registry)
  const isFirst = cluster.worker?.id === 1
  metrics.breaker('deezer', isFirst ? 'open' : 'closed')
  metrics.components.set({ component: 'database' }, isFirst ? 1 : 0)
  metrics.artifactServed('1', undefined)
  metrics.inFlight.inc(isFirst ? 3 : 4)

  const deeds: Record<string, () => void> = {
    '/count': () => {
      metrics.cache.inc({ outcome: 'hit' })
      metrics.requests.observe({ method: 'GET', route: '/count', status: 200 }, 0.002)
    },
    // Takes the thread for itself, once the answer is out.
    '/block': () =>
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000), 50).unref(),
    '/die': () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50),
  }
  const server = createServer((request, response) => {
    if (request.url === '/metrics')
      return void read().then(
        (text) => response.end(text),
        (error: Error) => response.writeHead(503).end(error.message),
      )
    deeds[request.url ?? '']?.()
    response.end()
  })
  server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () =>
    process.send?.({ port: (server.address() as AddressInfo).port }),
  )
}
