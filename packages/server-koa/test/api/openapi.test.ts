import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '../../src/api/openapi.js'
import { type Operation, operation } from '../../src/api/operation.js'
import { boundedText, cappedLimit, integer, limit, text } from '../../src/middleware/fields.js'

const INFO = { title: 'Test', version: '1.2.3', description: 'A test.' }

const song = z.object({ song_id: z.string(), since: z.iso.datetime() }).meta({ id: 'Song' })

const list = operation({
  method: 'get',
  path: '/songs/of-mine',
  tag: 'Catalogue',
  summary: 'Songs',
  description: 'All of them.',
  caller: 'optional',
  query: z.object({
    q: text.default('').meta({ description: 'Words.' }),
    limit: limit({ min: 1, max: 50, fallback: 10 }),
    top: cappedLimit({ cap: 25, fallback: 5 }),
  }),
  answer: { description: 'Songs.', schema: z.array(song) },
})

const add = operation({
  method: 'post',
  path: '/songs/of-mine',
  tag: 'Catalogue',
  summary: 'Add a song',
  caller: 'required',
  json: z.object({ name: boundedText(3, 50), seed: integer.nullish() }),
  answer: { status: 201, description: 'The song.', schema: song },
  errors: ['SONG_NOT_IN_CATALOGUE'],
})

const count = operation({
  method: 'get',
  path: '/count',
  tag: 'Operations',
  summary: 'Count',
  caller: 'anyone',
  query: z.object({ q: text.default('') }),
  answer: { description: 'Text.', contentType: 'text/plain; version=1', schema: z.string() },
})

const document = openApiDocument([list, add, count], INFO)
const described = (path: string, method: string) => document.paths[path][method]

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    const copy: Record<string, unknown> = structuredClone({ ...document })
    expect(await validator.validate(copy)).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  it('is the same however often it is made', () => {
    expect(JSON.stringify(openApiDocument([list, add, count], INFO))).toBe(JSON.stringify(document))
  })

  it('says of parameters what their rules say', () => {
    expect(described('/songs/of-mine', 'get').parameters).toEqual([
      {
        name: 'q',
        in: 'query',
        description: 'Words.',
        required: false,
        schema: { type: 'string', default: '' },
      },
      {
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 50, default: 10 },
      },
      {
        name: 'top',
        in: 'query',
        description: 'How many; more than 25 count as 25.',
        required: false,
        schema: { type: 'integer', minimum: 1, default: 5 },
      },
    ])
  })

  it('says of a body what its rules say', () => {
    expect(described('/songs/of-mine', 'post').requestBody).toEqual({
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              name: { type: 'string', minLength: 3, maxLength: 50 },
              seed: { type: ['integer', 'null'] },
            },
            required: ['name'],
          },
        },
      },
    })
  })

  it('has a schema with an id once, without fields but its own', () => {
    const ref = { $ref: '#/components/schemas/Song' }
    expect(described('/songs/of-mine', 'get').responses[200].content).toEqual({
      'application/json': { schema: { type: 'array', items: ref } },
    })
    expect(described('/songs/of-mine', 'post').responses[201].content).toEqual({
      'application/json': { schema: ref },
    })
    expect(Object.keys(document.components.schemas)).toEqual(['InvalidRequest', 'Problem', 'Song'])
    expect(document.components.schemas['Song']).toEqual({
      type: 'object',
      properties: { song_id: { type: 'string' }, since: { type: 'string', format: 'date-time' } },
      required: ['song_id', 'since'],
      additionalProperties: false,
    })
  })

  it('cannot be made when two schemas that differ have one id', () => {
    const other = { ...add, answer: { description: 'x', schema: z.object({}).meta({ id: 'Song' }) } }
    expect(() => openApiDocument([list, other], INFO)).toThrow('Two different schemas have the id "Song"')
  })

  it('has every refusal that follows from the caller, the query and the body', () => {
    const codes = (path: string, method: string) =>
      Object.entries(described(path, method).responses).map(([status, { content }]) => [
        Number(status),
        ...Object.keys(Object.values(content ?? {})[0]?.examples ?? {}),
      ])
    expect(codes('/songs/of-mine', 'get')).toEqual([
      [200],
      [422, 'INVALID_REQUEST'],
      [429, 'TOO_MANY_REQUESTS'],
      [500, 'INTERNAL'],
      [503, 'ACCOUNTS_UNAVAILABLE', 'BUSY'],
    ])
    expect(codes('/songs/of-mine', 'post')).toEqual([
      [201],
      [400, 'SONG_NOT_IN_CATALOGUE'],
      [401, 'NOT_AUTHENTICATED'],
      [413, 'BODY_TOO_LARGE'],
      [415, 'ENCODED_BODY'],
      [422, 'INVALID_REQUEST'],
      [429, 'TOO_MANY_REQUESTS'],
      [500, 'INTERNAL'],
      [503, 'ACCOUNTS_UNAVAILABLE', 'BUSY'],
    ])
    // Any text may be asked for, and an operator is never turned away for others' sake.
    expect(codes('/count', 'get')).toEqual([[200], [429, 'TOO_MANY_REQUESTS'], [500, 'INTERNAL']])
  })

  it('lets an account be told where it may be and must be', () => {
    const ways = [{ login: [] }, { token: [] }]
    expect(described('/count', 'get').security).toEqual([])
    expect(described('/songs/of-mine', 'get').security).toEqual([{}, ...ways])
    expect(described('/songs/of-mine', 'post').security).toEqual(ways)
  })

  it('names operations by method and path', () => {
    const named = (method: Operation['method'], path: string) =>
      Object.values(openApiDocument([{ ...count, method, path }], INFO).paths[path])[0].operationId
    expect(named('get', '/count')).toBe('getCount')
    expect(named('post', '/recommendations/cold-start')).toBe('postRecommendationsColdStart')
  })
})
