import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'
import { type Browser, chromium } from 'playwright-core'
import { build as viteBuild } from 'vite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

// The built packages in every place they are meant for, at the same work (test/fixed-work), with the same bits.

/** What the work says of itself. */
interface Report {
  readonly backend: string
  readonly digests: Readonly<Record<string, string>>
}

const BACKENDS = ['wasm', 'typescript'] as const
const root = fileURLToPath(new URL('..', import.meta.url))
const work = join(root, 'test', 'fixed-work')
/** Below the root, so that what is written there finds the packages. */
const cache = join(root, 'node_modules', '.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'environments-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function workInNode(file: string, wanted: string): Report {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, wanted], { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout) as Report
}

/** What ESM in Node makes of the work. */
const expected: Partial<Record<string, Report>> = {}
beforeAll(() => {
  for (const backend of BACKENDS) expected[backend] = workInNode(join(work, 'in-node.js'), backend)
})

describe('in Node', () => {
  test.each(BACKENDS)('the packages run on the backend %s when it is asked for', (backend) => {
    expect(expected[backend]?.backend).toBe(backend)
  })

  test('both backends find the same bits and fit other ones, so that a fit tells which of them ran', () => {
    const { wasm, typescript } = expected
    const names = Object.keys(wasm?.digests ?? {})
    const other = names.filter((name) => wasm?.digests[name] !== typescript?.digests[name])
    expect(names.length).toBeGreaterThan(40)
    expect(other).toEqual(['FunkSVD, threads 1', 'FunkSVD, threads 2', 'SVDpp', 'ImplicitALS'])
  })

  test.each(BACKENDS)('the packages give the same bits to CommonJS, on the backend %s', async (backend) => {
    const outfile = join(folder, 'in-node.cjs')
    await bundle({
      entryPoints: [join(work, 'in-node.js')],
      outfile,
      tsconfigRaw: {},
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent',
    })
    expect(readFileSync(outfile, 'utf8')).toContain('require("@redux/ann")')
    expect(workInNode(outfile, backend)).toEqual(expected[backend])
  })
})

const found = spawnSync(process.execPath, [join(root, 'scripts', 'chromium.mjs')], { encoding: 'utf8' })

describe('in a browser', () => {
  let browser: Browser
  const servers: Server[] = []

  beforeAll(async () => {
    if (found.status !== 0) return
    browser = await chromium.launch({
      executablePath: found.stdout.trim(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    })
    await Promise.all([bundleByEsbuild(join(folder, 'esbuild')), bundleByVite(join(folder, 'vite'))])
  })

  // Whoever has no browser may go without; continuous integration may not.
  beforeEach((context) => {
    if (found.status === 0) return
    expect(process.env['CI'], found.stdout).not.toBe('true')
    context.skip(found.stdout.trim())
  })

  afterAll(async () => {
    await browser?.close()
    for (const server of servers) server.close()
  })

  /** Opens the page of a site and waits for its report. */
  async function workInPage(site: string, query: string, headers = {}): Promise<Report> {
    const server = await serve(join(folder, site), headers)
    servers.push(server)
    const page = await browser.newPage()
    const failures: string[] = []
    page.on('pageerror', (error) => failures.push(String(error)))
    page.on('console', (message) => message.type() === 'error' && failures.push(message.text()))
    const { port } = server.address() as AddressInfo
    await page.goto(`http://127.0.0.1:${port}/index.html?${query}`)
    const output = page.locator('output:not(:empty)')
    const report = await output.textContent().catch((error: unknown) => String(error))
    await page.close()
    expect(failures).toEqual([])
    return JSON.parse(report ?? '') as Report
  }

  describe.each(['esbuild', 'vite'])('bundled by %s', (site) => {
    describe.each(['page', 'worker'])('in a %s', (place) => {
      test.each(BACKENDS)(
        'the packages give the same bits as in Node, on the backend %s',
        async (backend) => {
          expect(await workInPage(site, `in=${place}&backend=${backend}`)).toEqual(expected[backend])
        },
      )
    })
  })

  test('the packages take TypeScript by themselves in a page whose policy forbids WebAssembly', async () => {
    const policy = { 'content-security-policy': "script-src 'self'" }
    expect(await workInPage('esbuild', 'backend=auto', policy)).toEqual(expected['typescript'])
  })

  test('the packages take WebAssembly by themselves in any other page', async () => {
    expect(await workInPage('esbuild', 'backend=auto')).toEqual(expected['wasm'])
  })
})

async function bundleByEsbuild(outdir: string): Promise<void> {
  const { metafile } = await bundle({
    entryPoints: ['page.js', 'worker.js'].map((file) => join(work, file)),
    outdir,
    // The root tsconfig maps package names to sources; here packages are what their users get.
    tsconfigRaw: {},
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    metafile: true,
    logLevel: 'silent',
  })
  expect(Object.keys(metafile.inputs)).toContain('packages/kernels/dist/index.js')
  cpSync(join(work, 'index.html'), join(outdir, 'index.html'))
}

/** As an application is built, which is what index.html makes it. */
async function bundleByVite(outDir: string): Promise<void> {
  await viteBuild({ root: work, base: './', configFile: false, logLevel: 'error', build: { outDir } })
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }

/** Serves a folder's files on a free port. */
function serve(site: string, headers: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    try {
      const body = readFileSync(join(site, pathname))
      response.writeHead(200, { ...headers, 'content-type': TYPES[extname(pathname)] }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)))
}
