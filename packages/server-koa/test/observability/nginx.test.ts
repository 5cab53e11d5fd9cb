import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { endProcess, freePort } from '../services/processes.js'
import { skipWithout } from '../services/requirement.js'

// deploy/nginx/nginx.conf as it is, but for names, ports and folders, before two replicas that a test makes up.

const NGINX = '/usr/sbin/nginx'
skipWithout(existsSync(NGINX) ? undefined : `nginx is not installed: there is no ${NGINX}`)

const CONFIGURATION = fileURLToPath(new URL('../../../../deploy/nginx/nginx.conf', import.meta.url))

type Replica = (request: IncomingMessage, response: ServerResponse) => void

async function listen(replica: Replica): Promise<number> {
  const server = createServer(replica)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Runs the proxy before two replicas, given by their ports, until the test is over. */
async function runProxy(first: number, second: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'redux-nginx-'))
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  )
  const configuration = readFileSync(CONFIGURATION, 'utf8')
    .replace('redux-1:8000', `127.0.0.1:${first}`)
    .replace('redux-2:8000', `127.0.0.1:${second}`)
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('/dev/stdout', join(folder, 'access.log'))
    .replace('/dev/stderr', join(folder, 'error.log'))
    .replace('worker_processes auto;', `worker_processes 1; pid ${folder}/pid; daemon off;`)
    .replace('http {', `http {\n${temporary.join('\n')}`)
  writeFileSync(join(folder, 'nginx.conf'), configuration)
  const nginx = spawn(NGINX, [
    '-p',
    folder,
    '-c',
    join(folder, 'nginx.conf'),
    '-e',
    join(folder, 'start.log'),
  ])
  onTestFinished(async () => {
    await endProcess(nginx, 'SIGTERM')
    rmSync(folder, { recursive: true })
  })
  const url = `http://127.0.0.1:${port}`
  await vi.waitFor(() => fetch(`${url}/metrics`), { timeout: 10_000 })
  return url
}

/** A replica that tells what it was sent. */
const echo: Replica = ({ method, url, headers }, response) =>
  response.end(JSON.stringify({ method, url, headers }))

test('the proxy tells the replicas who asks, whatever the client says, and gives every request an id', async () => {
  const replica = await listen(echo)
  const url = await runProxy(replica, replica)
  const ask = async (headers: Record<string, string>) =>
    (await (await fetch(`${url}/likes`, { headers })).json()) as { headers: Record<string, string> }
  const { headers } = await ask({ 'X-Forwarded-For': '6.6.6.6', 'X-Request-ID': 'mine-1' })
  expect(headers['x-forwarded-for']).toBe('127.0.0.1')
  expect(headers['x-request-id']).toBe('mine-1')
  expect((await ask({ 'X-Request-ID': 'not a sane id' })).headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/)
})

test('the proxy keeps metrics and readiness inside, however they are spelled', async () => {
  const replica = await listen(echo)
  const url = await runProxy(replica, replica)
  for (const path of [
    '/metrics',
    '/metrics/',
    '//metrics',
    '/%6Detrics',
    '/metrics?a',
    '/health/ready',
    '/health/./ready',
  ]) {
    const response = await fetch(`${url}${path}`)
    expect([path, response.status]).toEqual([path, 404])
    expect(await response.json()).toEqual({ detail: 'Not Found' })
  }
  for (const path of ['/health', '/health/live', '/catalog/search?q=metrics'])
    expect((await fetch(`${url}${path}`)).status).toBe(200)
})

test('the proxy asks the other replica when one cannot be reached', async () => {
  const url = await runProxy(await freePort(), await listen(echo))
  for (const [method, path] of [
    ['GET', '/likes'],
    ['POST', '/likes/toggle'],
    ['POST', '/auth/login'],
    ['POST', '/recommendations/similar'],
  ] as const)
    for (let i = 0; i < 4; i++) expect((await fetch(`${url}${path}`, { method })).status).toBe(200)
})

test('the proxy repeats what a replica breaks off only where that is safe', async () => {
  const seen: string[] = []
  const breaksOff: Replica = ({ method, url, socket }) => {
    seen.push(`${method} ${url}`)
    socket.destroy()
  }
  for (const [method, path, times] of [
    ['GET', '/likes', 2],
    ['POST', '/recommendations/similar', 2],
    ['POST', '/recommendations/cold-start', 2],
    ['POST', '/likes/toggle', 1],
    ['POST', '/auth/signup', 1],
    ['POST', '/auth/login', 1],
    ['POST', '/me/delete', 1],
  ] as const) {
    seen.length = 0
    const url = await runProxy(await listen(breaksOff), await listen(breaksOff))
    const response = await fetch(`${url}${path}`, { method, body: method === 'POST' ? '{}' : null })
    expect(seen).toEqual(Array.from({ length: times }, () => `${method} ${path}`))
    expect(response.status).toBe(502)
    expect(await response.json()).toHaveProperty('detail')
  }
})

test('the proxy sends everything that may be repeated to the other replica while one stops, then all the rest', async () => {
  const seen: string[] = []
  const stops: Replica = (request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.statusCode = request.headers['x-if-draining'] === '502' ? 502 : 200
    response.end('stopping')
  }
  const url = await runProxy(await listen(stops), await listen(echo))
  for (let i = 0; i < 20; i++) expect(await (await fetch(`${url}/likes`)).text()).not.toBe('stopping')
  expect(seen).toHaveLength(3)
  for (let i = 0; i < 20; i++)
    expect((await fetch(`${url}/likes/toggle`, { method: 'POST' })).status).toBe(200)
  expect(seen).toHaveLength(3)
})

test('the proxy passes on that a replica is busy, and does not make the other one busy, too', async () => {
  let asked = 0
  const busy: Replica = (_, response) => {
    asked++
    response.writeHead(503, { 'Retry-After': '1' }).end('{"detail":"busy"}')
  }
  const url = await runProxy(await listen(busy), await listen(busy))
  const response = await fetch(`${url}/recommendations/similar`, { method: 'POST', body: '{}' })
  expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
    503,
    '1',
    '{"detail":"busy"}',
  ])
  expect(asked).toBe(1)
})

test('the proxy refuses bodies that the service would refuse', async () => {
  const replica = await listen(echo)
  const url = await runProxy(replica, replica)
  const response = await fetch(`${url}/likes/toggle`, { method: 'POST', body: 'x'.repeat(1_048_577) })
  expect(response.status).toBe(413)
  expect(await response.json()).toHaveProperty('detail')
})

test('the proxy finds a file of the web app that only one of two replicas has, and says so where none has', async () => {
  const has =
    (file: string): Replica =>
    ({ url }, response) => {
      if (url !== file) response.statusCode = 404
      response.end(url === file ? 'found' : '{"detail":"Not Found"}')
    }
  const url = await runProxy(await listen(has('/assets/old-1.js')), await listen(has('/assets/new-1.js')))
  const ask = async (path: string) => {
    const response = await fetch(url + path)
    return `${response.status} ${await response.text()}`
  }
  for (let i = 0; i < 4; i++) {
    expect(await ask('/assets/old-1.js')).toBe('200 found')
    expect(await ask('/assets/new-1.js')).toBe('200 found')
  }
  expect(await ask('/assets/gone-1.js')).toBe('404 {"detail":"Not Found"}')
})
