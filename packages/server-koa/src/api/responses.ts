import { HTTP_ERRORS, HttpError, type HttpErrorCode, type ValidationProblem } from '../errors.js'
import { NOT_DIGITS } from '../middleware/fields.js'
import { invalidRequest, problem } from './answers.js'
import type { JsonSchema, JsonSchemas } from './json-schemas.js'
import type { OpenApiOperation, OpenApiResponse } from './openapi-document.js'
import type { Operation } from './operation.js'
import { possibleErrors } from './possible-errors.js'

/** The headers that answers are told to have. */
export const HEADERS = {
  'X-Request-ID': {
    description: "The id of the request, the caller's own where it sent a sane one. The log has the same.",
    schema: { type: 'string' },
  },
  'X-Process-Time': {
    description: 'Seconds that the service took.',
    schema: { type: 'string', pattern: '^\\d+\\.\\d{6}$' },
  },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'string', pattern: '^\\d+$' } },
  ETag: { description: 'What to send as `If-None-Match` the next time.', schema: { type: 'string' } },
  'WWW-Authenticate': { description: 'How to sign in.', schema: { type: 'string', const: 'Bearer' } },
} as const

/** What stands for the `%s` of a sentence in an example. */
const EXAMPLE_ABOUT: Partial<Record<HttpErrorCode, string | number>> = {
  SONG_NOT_IN_MODEL: 'Nobody - Nothing',
  BODY_TOO_LARGE: 1_048_576,
  TOO_MANY_REQUESTS: 10,
  TOO_MANY_LOGINS: 600,
}

/** The answer of a call that went well and, of one that clients keep, that it is what they have. */
export function goodAnswer({ answer }: Operation, schemas: JsonSchemas): OpenApiOperation['responses'] {
  const { status = 200, description, contentType = 'application/json', kept, schema } = answer
  const content = { [contentType]: { schema: schemas.of(schema, 'output') } }
  if (!kept) return { [status]: { description, headers: headersOf([]), content } }
  const headers = { ...headersOf([]), ETag: { $ref: '#/components/headers/ETag' } }
  return {
    [status]: { description, headers, content },
    304: { description: 'It is what the client has.', headers },
  }
}

/** What an operation may be refused with, by status. */
export function refusals(
  operation: Operation,
  input: JsonSchema | undefined,
  schemas: JsonSchemas,
): OpenApiOperation['responses'] {
  const byStatus = new Map<number, HttpErrorCode[]>()
  for (const code of possibleErrors(operation, input)) {
    const { status } = HTTP_ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const responses = [...byStatus].map(([status, codes]) => [
    status,
    refusal(codes, operation, input, schemas),
  ])
  return Object.fromEntries(responses)
}

function refusal(
  codes: readonly HttpErrorCode[],
  operation: Operation,
  input: JsonSchema | undefined,
  schemas: JsonSchemas,
): OpenApiResponse {
  const examples = codes.map((code) => [code, { value: { detail: exampleOf(code, operation, input) } }])
  const schema = schemas.of(codes.includes('INVALID_REQUEST') ? invalidRequest : problem, 'output')
  const sentences = codes.map((code) => HTTP_ERRORS[code].detail.replace('%s', '…'))
  return {
    description:
      sentences.length === 1 ? sentences[0] : sentences.map((sentence) => `- ${sentence}`).join('\n'),
    headers: headersOf(codes),
    content: { 'application/json': { schema, examples: Object.fromEntries(examples) } },
  }
}

function exampleOf(
  code: HttpErrorCode,
  operation: Operation,
  input: JsonSchema | undefined,
): HttpError['detail'] {
  if (code === 'INVALID_REQUEST') return [invalidExample(operation, input)]
  return new HttpError(code, { about: EXAMPLE_ABOUT[code] }).detail
}

/** A query is mostly refused for a number that is none, a body for what it lacks. */
function invalidExample({ query }: Operation, input: JsonSchema = {}): ValidationProblem {
  const { properties = {}, required = [] } = input
  if (!query) return { loc: ['body', ...required.slice(0, 1)], msg: 'Field required', type: 'missing' }
  const names = Object.keys(properties).filter((name) => (properties[name] as JsonSchema).type === 'integer')
  return { loc: ['query', ...names.slice(0, 1)], ...NOT_DIGITS }
}

/** Refusals that say when to come back. */
const PASSING: readonly HttpErrorCode[] = [
  'TOO_MANY_REQUESTS',
  'TOO_MANY_LOGINS',
  'ACCOUNTS_UNAVAILABLE',
  'BUSY',
]

function headersOf(codes: readonly HttpErrorCode[]): OpenApiResponse['headers'] {
  const names: (keyof typeof HEADERS)[] = ['X-Request-ID', 'X-Process-Time']
  if (codes.some((code) => PASSING.includes(code))) names.push('Retry-After')
  if (codes.includes('NOT_AUTHENTICATED')) names.push('WWW-Authenticate')
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}
