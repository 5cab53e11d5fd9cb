import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { dirname, join, relative } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { pino } from 'pino'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { ServedRecommender } from '../src/artifacts/served-recommender.js'
import { openService, readSettings } from '../src/index.js'
import { readWebApp } from '../src/web-app/read-web-app.js'
import { newFolder, runApp } from './running-app.js'
import { trainedArtifacts } from './trained-artifacts.js'

let recommender: ServedRecommender
beforeAll(async () => {
  const trained = await trainedArtifacts()
  recommender = trained.recommender
  return trained.remove
})

const INDEX =
  '<!doctype html><title>Player</title><script type="module" src="/assets/index-1a2b.js"></script>'
const SCRIPT = `document.body.append('it runs')//${' '.repeat(500)}`
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

/** A folder with these files, in place of or beside those of a small app. */
function builtApp(files: Record<string, string | Buffer> = {}): string {
  const folder = newFolder()
  const all = {
    'index.html': INDEX,
    'assets/index-1a2b.js': SCRIPT,
    'manifest.webmanifest': '{}',
    ...files,
  }
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

const serving = (folder: string, env: Record<string, string> = {}) =>
  runApp({ recommender, env: { WEB_APP_DIR: folder, ...env } })

/** Asks for a path exactly as it is written; the body is as it was sent, packed or not. */
function ask(url: string, path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { hostname, port } = new URL(url)
  return new Promise<{ status?: number; headers: Record<string, unknown>; body: Buffer; text: string }>(
    (resolve, reject) => {
      const asked = request({ hostname, port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const body = Buffer.concat(chunks)
          resolve({ status: response.statusCode, headers: response.headers, body, text: String(body) })
        })
      })
      asked.on('error', reject).end()
    },
  )
}

const asBrowser = (url: string, path: string) => ask(url, path, { Accept: BROWSER })

describe('a service with a web app', () => {
  it('sends its files with their types', async () => {
    const { url } = await serving(
      builtApp({
        'sw.js': '0',
        'icon.svg': '<svg/>',
        'icons/icon-192.png': 'png',
        'assets/a-1.css': 'a{}',
        'assets/b-1.woff2': 'font',
        'a song.txt': 'la',
      }),
    )
    const types = new Map<string, unknown>()
    for (const path of [
      '/',
      '/index.html',
      '/sw.js',
      '/manifest.webmanifest',
      '/icon.svg',
      '/icons/icon-192.png',
      '/assets/index-1a2b.js',
      '/assets/a-1.css',
      '/assets/b-1.woff2',
      '/a%20song.txt',
    ]) {
      const { status, headers } = await ask(url, path)
      expect(status, path).toBe(200)
      types.set(path, headers['content-type'])
    }
    expect(Object.fromEntries(types)).toEqual({
      '/': 'text/html; charset=utf-8',
      '/index.html': 'text/html; charset=utf-8',
      '/sw.js': 'text/javascript; charset=utf-8',
      '/manifest.webmanifest': 'application/manifest+json; charset=utf-8',
      '/icon.svg': 'image/svg+xml',
      '/icons/icon-192.png': 'image/png',
      '/assets/index-1a2b.js': 'text/javascript; charset=utf-8',
      '/assets/a-1.css': 'text/css; charset=utf-8',
      '/assets/b-1.woff2': 'font/woff2',
      '/a%20song.txt': 'text/plain; charset=utf-8',
    })
  })

  it('answers HEAD as GET, without the body', async () => {
    const { url } = await serving(builtApp())
    for (const path of ['/', '/assets/index-1a2b.js']) {
      const got = await ask(url, path)
      const head = await ask(url, path, {}, 'HEAD')
      expect(head).toMatchObject({ status: 200, text: '' })
      for (const name of ['content-type', 'content-length', 'etag', 'cache-control'])
        expect(head.headers[name], name).toBe(got.headers[name])
    }
  })

  it.each(['/liked', '/map', '/sign-in', '/account', '/songs/12', '/liked/', '/welcome?from=mail'])(
    'sends its first page where a browser opens %s',
    async (path) => {
      const { url } = await serving(builtApp())
      expect(await asBrowser(url, path)).toMatchObject({ status: 200, text: INDEX })
    },
  )

  it.each([undefined, '*/*', 'application/json', 'application/json, text/html;q=0.5', 'image/avif,*/*'])(
    'says in JSON that there is nothing to whoever accepts %s',
    async (accept) => {
      const { url } = await serving(builtApp())
      const { status, text } = await ask(url, '/liked', accept === undefined ? {} : { Accept: accept })
      expect({ status, answer: JSON.parse(text) }).toEqual({ status: 404, answer: { detail: 'Not Found' } })
    },
  )

  it('has no page in place of a file that is of another build', async () => {
    const { url } = await serving(builtApp())
    expect((await asBrowser(url, '/assets/index-0000.js')).status).toBe(404)
  })

  it('leaves the API what is its own', async () => {
    const { url, client } = await serving(
      builtApp({ health: 'mine', 'likes/index.html': 'mine', docs: 'mine' }),
    )
    expect(JSON.parse((await asBrowser(url, '/health')).text)).toMatchObject({ status: 'ok' })
    expect((await asBrowser(url, '/likes')).status).toBe(401)
    // There is such a path, and no GET of it.
    expect((await asBrowser(url, '/auth/login')).status).toBe(405)
    expect((await asBrowser(url, '/docs')).text).not.toBe('mine')
    expect((await client.get('/catalog/search?q=jazz')).json.length).toBeGreaterThan(0)
    expect((await client.post('/', {})).status).toBe(404)
  })

  it.each([
    '/../secret',
    '/%2e%2e/secret',
    '/..%2fsecret',
    '/assets/../../secret',
    '/assets/%2e%2e/%2e%2e/secret',
    '/..%5csecret',
    '/.env',
    '/%2eenv',
    '/assets/.env',
    '/.git/config',
    '//etc/passwd',
    '/assets//index-1a2b.js',
    '/index.html%00.js',
    '/%',
    '/%c3%28',
  ])('has nothing at %s, for anybody', async (path) => {
    const folder = builtApp({ '.env': 'SECRET', 'assets/.env': 'SECRET', '.git/config': 'SECRET' })
    const { url } = await serving(folder)
    expect((await ask(url, path)).status).toBe(404)
    const { status, text } = await asBrowser(url, path)
    expect(text).not.toContain('SECRET')
    // Node itself makes /secret of /../secret where an address is read, and that is a page.
    if (!path.includes('..')) expect(status).toBe(404)
  })

  it('sends nothing but its files, whatever is asked', async () => {
    const { url } = await serving(builtApp({ '.env': 'SECRET' }))
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2f',
      '%5c',
      '/',
      '\\',
      '.env',
      'assets',
      'index.html',
      '%00',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const { status, text } = await asBrowser(url, `/${pieces.join('')}`)
        expect([200, 404]).toContain(status)
        expect(text).not.toContain('SECRET')
        if (status === 200) expect([INDEX, SCRIPT]).toContain(text)
      }),
      { numRuns: 200 },
    )
  })

  it('sends no file that a link outside leads to, and follows links within', async () => {
    const folder = builtApp({ 'assets/real-1.txt': 'within' })
    const outside = join(newFolder(), 'secret.txt')
    writeFileSync(outside, 'SECRET')
    symlinkSync(outside, join(folder, 'secret.txt'))
    symlinkSync(dirname(outside), join(folder, 'outside'))
    symlinkSync(join(folder, 'assets'), join(folder, 'also'))
    symlinkSync(folder, join(folder, 'assets', 'round'))
    const { url } = await serving(folder)
    expect((await ask(url, '/secret.txt')).status).toBe(404)
    expect((await ask(url, '/outside/secret.txt')).status).toBe(404)
    expect((await ask(url, '/also/real-1.txt')).text).toBe('within')
  })

  it('lets clients keep hashed files for ever, and ask about the others', async () => {
    const { url } = await serving(builtApp())
    const { headers } = await ask(url, '/assets/index-1a2b.js')
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    for (const path of ['/', '/manifest.webmanifest', '/index.html']) {
      const first = await ask(url, path)
      expect(first.headers['cache-control']).toBe('no-cache')
      const again = await ask(url, path, { 'If-None-Match': String(first.headers['etag']) })
      expect(again).toMatchObject({ status: 304, text: '' })
    }
  })

  it('has another tag for every build, though files are as long and as old', async () => {
    const tags = []
    for (const hash of ['1a2b', '9z8y']) {
      const { url } = await serving(builtApp({ 'index.html': INDEX.replace('1a2b', hash) }))
      tags.push((await ask(url, '/')).headers['etag'])
    }
    expect(tags[0]).not.toBe(tags[1])
  })

  it('sends packed what clients can unpack, as the build packed it or else by itself', async () => {
    const { url } = await serving(
      builtApp({
        'assets/index-1a2b.js.br': brotliCompressSync(SCRIPT),
        'assets/index-1a2b.js.gz': gzipSync(SCRIPT),
        'assets/plain-1.js': SCRIPT,
        'assets/noise-1.woff2': 'x',
      }),
    )
    const sent = async (path: string, accepted: string) => {
      const { headers, body } = await ask(url, path, { 'Accept-Encoding': accepted })
      expect(headers['vary']).toContain('Accept-Encoding')
      expect(headers['content-length']).toBe(String(body.length))
      const encoding = headers['content-encoding']
      if (encoding === 'br') expect(String(brotliDecompressSync(body))).toBe(SCRIPT)
      else if (encoding === 'gzip') expect(String(gunzipSync(body))).toBe(SCRIPT)
      return encoding
    }
    expect(await sent('/assets/index-1a2b.js', 'gzip, deflate, br')).toBe('br')
    expect(await sent('/assets/index-1a2b.js', 'gzip')).toBe('gzip')
    expect(await sent('/assets/index-1a2b.js', 'br;q=0, gzip')).toBe('gzip')
    expect(await sent('/assets/index-1a2b.js', 'identity')).toBeUndefined()
    expect(await sent('/assets/plain-1.js', 'gzip, deflate, br')).toBe('gzip')
    expect(await sent('/assets/noise-1.woff2', 'gzip, deflate, br')).toBeUndefined()
    expect((await ask(url, '/assets/index-1a2b.js.br')).status).toBe(404)
  })

  it('goes on as it was when the folder is replaced', async () => {
    const folder = builtApp()
    const { url } = await serving(folder)
    rmSync(join(folder, 'assets'), { recursive: true })
    expect((await ask(url, '/assets/index-1a2b.js')).text).toBe(SCRIPT)
  })

  it('counts in no limit, while the API does', async () => {
    const { url } = await serving(builtApp(), { RATE_LIMIT_ADDRESS: '1', TRUST_PROXY: '1' })
    const headers = { 'X-Forwarded-For': '203.0.113.9', Accept: BROWSER }
    for (const path of ['/', '/assets/index-1a2b.js', '/map', '/', '/liked'])
      expect((await ask(url, path, headers)).status, path).toBe(200)
    expect((await ask(url, '/catalog/search?q=a', headers)).status).toBe(200)
    expect((await ask(url, '/catalog/search?q=a', headers)).status).toBe(429)
    expect((await ask(url, '/', headers)).status).toBe(200)
  })

  it('is one route to metrics and log, whose successes are told for debugging only', async () => {
    const { url, log, metrics } = await serving(builtApp())
    for (const path of ['/', '/assets/index-1a2b.js', '/map', '/liked']) await asBrowser(url, path)
    const values = await metrics.requests.get()
    const routes = values.values.map(({ labels }) => labels.route)
    expect(new Set(routes)).toEqual(new Set(['web app']))
    const lines = log.filter(({ route }) => route === 'web app')
    expect(lines).toHaveLength(4)
    expect(new Set(lines.map(({ level }) => level))).toEqual(new Set([20]))
  })
})

describe('a service without a web app', () => {
  it('has nothing at /', async () => {
    const { url } = await runApp({ recommender })
    expect((await asBrowser(url, '/')).status).toBe(404)
  })
})

describe('readWebApp', () => {
  const refused = (reason: RegExp) =>
    expect.objectContaining({ code: 'INVALID_SETTINGS', message: expect.stringMatching(reason) })

  it('refuses a folder that is not there, is none, is no app or holds too much, and says so', async () => {
    await expect(readWebApp(join(newFolder(), 'gone'))).rejects.toEqual(
      refused(/WEB_APP_DIR .* does not exist/),
    )
    const file = join(builtApp(), 'index.html')
    await expect(readWebApp(file)).rejects.toEqual(refused(/it is no folder/))
    await expect(readWebApp(newFolder())).rejects.toEqual(refused(/no index\.html in it/))
    const large = builtApp({ 'video.mp4': '' })
    truncateSync(join(large, 'video.mp4'), 65 * 2 ** 20)
    await expect(readWebApp(large)).rejects.toEqual(refused(/more than 64 MB/))
  })

  it('refuses a folder with a file that it must not read, and names the file', async () => {
    const folder = builtApp()
    const file = join(folder, 'index.html')
    chmodSync(file, 0o000)
    onTestFinished(() => chmodSync(file, 0o644))
    // For the superuser nothing is forbidden.
    if (process.getuid?.() === 0) await readWebApp(folder)
    else await expect(readWebApp(folder)).rejects.toEqual(refused(/index\.html must not be read/))
  })

  it('takes a folder from where the service was started, which may be a link', async () => {
    const folder = builtApp()
    const link = join(newFolder(), 'current')
    symlinkSync(folder, link)
    expect((await readWebApp(relative(process.cwd(), link))).has('index.html')).toBe(true)
  })

  it('stops a service that would start with such a folder, before it opens anything', async () => {
    const settings = readSettings({ WEB_APP_DIR: newFolder(), ARTIFACTS_DIR: '/nowhere' })
    await expect(openService(settings, pino({ level: 'silent' }))).rejects.toEqual(refused(/no index\.html/))
  })
})
