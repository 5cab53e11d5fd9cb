import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { stubStorage } from './local-service.js'

/** The app's client, and a service that answers every call so. */
async function clientOf(answer: (response: ServerResponse) => void) {
  const server = createServer((_, response) => answer(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    vi.unstubAllGlobals()
  })
  stubStorage()
  vi.stubGlobal('location', { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  vi.resetModules()
  const { answerOf, client } = await import('../src/api/client.js')
  const { useConnection } = await import('../src/session/connection.js')
  const { queryClient } = await import('../src/queries/client.js')
  return {
    ask: (signal?: AbortSignal) => answerOf(client.GET('/likes', { signal })),
    isUp: () => useConnection.getState().isUp,
    queryClient,
  }
}

const HEAD = { 'Content-Type': 'application/json', 'Content-Length': '100' }

test('an answer that breaks off is none, and the service is taken to be away', async () => {
  const { ask, isUp } = await clientOf((response) => {
    response.writeHead(200, HEAD).write('{"likes":')
    setTimeout(() => response.destroy(), 20)
  })
  await expect(ask()).rejects.toMatchObject({ kind: 'unreachable' })
  expect(isUp()).toBe(false)
})

test('a page of somebody in between is no answer', async () => {
  const { ask, isUp } = await clientOf((response) => response.end('<html>Welcome to the hotel</html>'))
  await expect(ask()).rejects.toMatchObject({ kind: 'failed' })
  expect(isUp()).toBe(true)
})

test('an answer that nobody wants any more says nothing of the service', async () => {
  const stop = new AbortController()
  const { ask, isUp } = await clientOf((response) => {
    response.writeHead(200, HEAD).write('{"likes":')
    setTimeout(() => stop.abort(), 20)
  })
  await expect(ask(stop.signal)).rejects.toThrow()
  expect(isUp()).toBe(true)
})

test.each([
  { asked: 1, calls: 3 },
  { asked: 60, calls: 1 },
])('a service that asks to wait for $asked s is called $calls times', async ({ asked, calls }) => {
  let called = 0
  const { ask, queryClient } = await clientOf((response) => {
    called++
    response.writeHead(429, { 'Content-Type': 'application/json', 'Retry-After': String(asked) })
    response.end('{"detail":"Too many."}')
  })
  const fetched = queryClient.fetchQuery({
    queryKey: ['likes'],
    queryFn: () => ask(),
    // fetchQuery does not try again by itself.
    retry: queryClient.getDefaultOptions().queries?.retry,
  })
  await expect(fetched).rejects.toMatchObject({ kind: 'busy', retryAfterSeconds: asked })
  expect(called).toBe(calls)
})
