import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { vi } from 'vitest'

interface Answer {
  readonly status?: number
  readonly body: unknown
}

type Respond = (call: { readonly path: string; readonly body: unknown }) => Answer | Promise<Answer>

/**
 * A service on this machine that answers as a test says, and is where the app looks for one. What calls it has to be
 * imported after it was started.
 */
export class LocalService {
  respond: Respond = () => ({ status: 404, body: { detail: 'Not Found' } })
  /** Paths of the calls so far. */
  readonly calls: string[] = []
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<LocalService> {
    const server = createServer(async (request, response) => {
      const path = request.url ?? ''
      service.calls.push(path)
      const { status = 200, body } = await service.respond({ path, body: await bodyOf(request) })
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    })
    const service = new LocalService(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    vi.stubGlobal('location', { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
    return service
  }

  async stop(): Promise<void> {
    vi.unstubAllGlobals()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text === '' ? undefined : JSON.parse(text)
}

/** Storage as a browser has it, for as long as a test runs. */
export function stubStorage(): Map<string, string> {
  const items = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  })
  return items
}
