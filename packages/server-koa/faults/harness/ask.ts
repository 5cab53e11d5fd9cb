import { type Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface Question {
  /** @defaultValue POST with a body, else GET */
  readonly method?: string
  readonly token?: string
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** Whose connections are used; each question has one of its own otherwise. */
  readonly agent?: Agent
  /** @defaultValue 30000 */
  readonly timeoutMs?: number
}

/** What came of a question. */
export interface Answer {
  /** 0 where no whole answer came. */
  readonly status: number
  /** Why none came. */
  readonly failure: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: Json
  readonly ms: number
}

// biome-ignore lint/suspicious/noExplicitAny: answers are asserted field by field
export type Json = any

/** Asks once, without trying again, and never rejects. Only an answer that was read to its end counts as one. */
export function ask(url: string, path: string, question: Question = {}): Promise<Answer> {
  const { agent = false, timeoutMs = 30_000 } = question
  const body = bodyOf(question)
  const method = question.method ?? (body === undefined ? 'GET' : 'POST')
  const headers = { ...headersOf(question, body), ...question.headers }
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const fail = (failure: string) =>
      resolve({
        status: 0,
        failure,
        headers: {},
        text: '',
        json: undefined,
        ms: performance.now() - startedAt,
      })
    const outgoing = request(`${url}${path}`, { method, headers, agent })
    const timer = setTimeout(() => outgoing.destroy(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs)
    outgoing.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message))
    outgoing.on('close', () => {
      clearTimeout(timer)
      fail('closed')
    })
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('error', () => fail('broke off'))
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        if (!response.complete) return fail('broke off')
        const text = Buffer.concat(chunks).toString()
        const { statusCode = 0, headers } = response
        const ms = performance.now() - startedAt
        resolve({ status: statusCode, failure: undefined, headers, text, json: parse(text), ms })
      })
    })
    outgoing.end(body)
  })
}

function bodyOf({ json, form }: Question): string | undefined {
  if (form !== undefined) return String(new URLSearchParams(form))
  return json === undefined ? undefined : JSON.stringify(json)
}

function headersOf({ token, form }: Question, body: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {}
  if (token !== undefined) headers['Authorization'] = `Bearer ${token}`
  if (body !== undefined) {
    headers['Content-Type'] = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded'
    headers['Content-Length'] = String(Buffer.byteLength(body))
  }
  return headers
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
