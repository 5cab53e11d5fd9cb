import { createHmac } from 'node:crypto'
import type { SeededRandom } from './seeded-random.js'

/** One thing sent on a connection of its own. */
export interface Malformed {
  readonly kind: string
  readonly bytes: Buffer
}

const ROUTES = [
  ['GET', '/health'],
  ['POST', '/auth/signup'],
  ['POST', '/auth/login'],
  ['POST', '/auth/logout'],
  ['GET', '/catalog/search'],
  ['GET', '/search'],
  ['GET', '/cover'],
  ['GET', '/me/seeds'],
  ['POST', '/me/password'],
  ['GET', '/me/export'],
  ['POST', '/me/delete'],
  ['GET', '/likes'],
  ['POST', '/likes/toggle'],
  ['POST', '/recommendations/cold-start'],
  ['POST', '/recommendations/similar'],
  ['GET', '/recommendations/categories'],
  ['GET', '/metrics'],
  ['GET', '/openapi.json'],
  ['GET', '/docs'],
] as const
const JSON_ROUTES = [
  '/auth/signup',
  '/likes/toggle',
  '/recommendations/cold-start',
  '/recommendations/similar',
]
const QUERY_ROUTES = [
  '/catalog/search?q=',
  '/search?q=',
  '/cover?artist=',
  '/recommendations/categories?seed=',
]
const FIELDS = ['username', 'password', 'song_id', 'seeds', 'limit', 'song', 'seed']
const DEPTH = 100_000

/** Makes one malformed request after the other. The same seed makes the same ones. */
export class MalformedRequests {
  readonly #random: SeededRandom
  readonly #secret: string
  readonly #makers: readonly (readonly [string, () => Buffer])[]

  /** @param secret - Of the service, to sign tokens whose claims are nonsense. */
  constructor(random: SeededRandom, secret: string) {
    this.#random = random
    this.#secret = secret
    this.#makers = [
      ['random bytes', () => this.#randomBytes()],
      ['bytes changed in a good request', () => this.#changedBytes()],
      ['a bad method', () => this.#badMethod()],
      ['a bad version', () => this.#badVersion()],
      ['a huge head', () => this.#hugeHead()],
      ['conflicting lengths', () => this.#conflictingLengths()],
      ['broken chunks', () => this.#brokenChunks()],
      ['repeated headers', () => this.#repeatedHeaders()],
      ['strange headers', () => this.#strangeHeaders()],
      ['tricks with the path', () => this.#pathTrick()],
      ['invalid UTF-8 and numbers in the query', () => this.#badQuery()],
      ['invalid UTF-8 in the body', () => this.#badBodyBytes()],
      ['broken JSON', () => this.#brokenJson()],
      ['JSON of other types', () => this.#otherTypes()],
      ['deep JSON', () => this.#deepJson()],
      ['keys of prototypes', () => this.#prototypeKeys()],
      ['a bad form', () => this.#badForm()],
      ['a wrong token', () => this.#wrongToken()],
      ['a good request, then garbage', () => this.#pipelinedGarbage()],
      ['half a request', () => this.#half()],
    ]
  }

  next(): Malformed {
    const [kind, make] = this.#random.pick(this.#makers)
    return { kind, bytes: make() }
  }

  #randomBytes(): Buffer {
    const bytes = this.#random.bytes(1 + this.#random.below(2000))
    // Some end as a head does, or the service would merely wait for the rest.
    return this.#random.below(2) === 0 ? bytes : Buffer.concat([bytes, Buffer.from('\r\n\r\n')])
  }

  #changedBytes(): Buffer {
    const bytes = request('POST', '/recommendations/similar', JSON.stringify({ song: 'A - B', limit: 3 }))
    for (let i = 0; i <= this.#random.below(5); i++)
      bytes[this.#random.below(bytes.length)] = this.#random.below(256)
    return bytes
  }

  #badMethod(): Buffer {
    const methods = [
      'BREW',
      'get',
      'G\0T',
      'CONNECT',
      'TRACE',
      'PROPFIND',
      'M-SEARCH',
      '',
      'X'.repeat(5000),
      'PRI',
    ]
    return request(this.#random.pick(methods), this.#random.pick(ROUTES)[1])
  }

  #badVersion(): Buffer {
    const version = this.#random.pick([
      'HTTP/9.9',
      'HTTP/2.0',
      'HTTP/1.10',
      'http/1.1',
      'HTP/1.1',
      '',
      'HTTP/1.0',
    ])
    return Buffer.from(`GET /likes ${version}\r\nHost: redux\r\n\r\n`)
  }

  #hugeHead(): Buffer {
    const size = this.#random.pick([8_000, 20_000, 100_000, 500_000])
    const header = this.#random.pick([
      `X-Large: ${'a'.repeat(size)}`,
      `${'X'.repeat(size)}: a`,
      Array.from({ length: size / 20 }, (_, i) => `X-Header-${i}: ${i}`).join('\r\n'),
      `Cookie: ${'a=b; '.repeat(size / 5)}`,
      `Authorization: Bearer ${'a'.repeat(size)}`,
      `X-Request-ID: ${'é'.repeat(size / 2)}`,
    ])
    return request('GET', '/likes', undefined, header)
  }

  #conflictingLengths(): Buffer {
    const headers = this.#random.pick([
      'Content-Length: 5\r\nContent-Length: 6',
      'Content-Length: 5\r\nTransfer-Encoding: chunked',
      'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
      'Transfer-Encoding: gzip, chunked',
      'Transfer-Encoding: xchunked',
      'Content-Length: -1',
      'Content-Length: 1e3',
      'Content-Length: 0x10',
      'Content-Length: 99999999999999999999999',
      'Content-Length: 5, 5',
      'Content-Length : 5',
      'Content-Length:\t5',
    ])
    const path = this.#random.pick(JSON_ROUTES)
    return Buffer.from(
      `POST ${path} HTTP/1.1\r\nHost: redux\r\nContent-Type: application/json\r\n${headers}\r\n\r\n0\r\n\r\nGET /likes HTTP/1.1\r\nHost: redux\r\n\r\n`,
    )
  }

  #brokenChunks(): Buffer {
    const chunks = this.#random.pick([
      'zz\r\n{}\r\n0\r\n\r\n',
      '-2\r\n{}\r\n0\r\n\r\n',
      'ffffffffffffffffff\r\n{}',
      '2\r\n{}x\r\n0\r\n\r\n',
      '2;a=b\r\n{}\r\n0\r\nTrailer: x\r\n\r\n',
      `2;${'x'.repeat(30_000)}\r\n{}\r\n0\r\n\r\n`,
      '2\n{}\n0\n\n',
      '0',
      '2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n',
    ])
    return Buffer.from(
      `POST ${this.#random.pick(JSON_ROUTES)} HTTP/1.1\r\nHost: redux\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    )
  }

  #repeatedHeaders(): Buffer {
    const header = this.#random.pick([
      'Host: other',
      'Authorization: Bearer a\r\nAuthorization: Bearer b',
      'Content-Type: application/json\r\nContent-Type: text/plain',
      'X-Request-ID: a\r\nX-Request-ID: b',
      'X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 5.6.7.8',
      'Origin: https://a.example\r\nOrigin: null',
      'If-None-Match: *\r\nIf-None-Match: "x"',
    ])
    return request('GET', this.#random.pick(ROUTES)[1], undefined, header)
  }

  #strangeHeaders(): Buffer {
    const header = this.#random.pick([
      'Expect: 100-continue',
      'Expect: the unexpected',
      'Upgrade: websocket\r\nConnection: Upgrade',
      'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
      'Content-Encoding: gzip',
      'Content-Type: application/json; charset=utf-7',
      'Content-Type: application/json; charset=utf-16',
      'Content-Type: ;;;=',
      'Content-Type: multipart/form-data',
      'Accept: \u00ff\u00fe',
      'Accept-Encoding: ;q=x,,,gzip;q=9',
      'Range: bytes=0-99999999999999,-5',
      'If-Modified-Since: never',
      'X-Forwarded-For: not an address, ::::::, %s%n',
      'Connection: close, keep-alive, upgrade, \t',
      ' Folded: header',
      'No colon at all',
      ': no name',
      'X-Null: a\0b',
      'X-Bare: a\rb',
      'Host: ][;:/@',
      'Access-Control-Request-Method: GET',
    ])
    const [method, path] = this.#random.pick(ROUTES)
    return request(this.#random.pick([method, 'OPTIONS', 'HEAD']), path, '{"song":"A - B"}', header)
  }

  #pathTrick(): Buffer {
    const path = this.#random.pick([
      '/..%2f..%2fetc/passwd',
      '/docs/..%2f..%2fpackage.json',
      '/docs/../../../etc/passwd',
      '/docs/%2e%2e/%2e%2e/package.json',
      '/docs/..\\..\\windows',
      '/%00',
      '/likes%00',
      '/docs/%00.css',
      '//',
      '//evil.example/likes',
      '///likes///',
      '/likes/',
      '/likes?',
      '/%',
      '/%zz',
      '/%c0%af..%c0%af',
      '/%ff%fe',
      '/\u00e9',
      `/${'a'.repeat(10_000)}`,
      `/${'a/'.repeat(4_000)}`,
      `/${'%2e%2e%2f'.repeat(1_000)}`,
      '*',
      'likes',
      'http://evil.example/likes',
      'http://[::1/likes',
      'file:///etc/passwd',
      '/likes#fragment',
      '/constructor',
      '/__proto__',
      '/recommendations/similar/../../likes',
      '/LIKES',
      '/likes;jsessionid=1',
      '?q=1',
      '/?',
      '/docs//swagger-ui.css',
    ])
    return request(this.#random.pick(['GET', 'POST', 'HEAD', 'OPTIONS', 'DELETE']), path)
  }

  #badQuery(): Buffer {
    const value = this.#random.pick([
      '%ff%fe%c0',
      '%',
      '%zz',
      '%00',
      '%ud800',
      '%ed%a0%80',
      '&&&===',
      'a'.repeat(12_000),
      '%20'.repeat(3_000),
      '(((((((((((((a+)+)+)+)+',
      'x&limit=99999999999999999999999999',
      'x&limit=-1',
      'x&limit=1e308',
      'x&limit=NaN',
      'x&limit[]=1',
      'x&limit=1&limit=2&limit=three',
      'x&__proto__[a]=1',
      'x&__proto__=1&constructor=2&hasOwnProperty=3',
      'x&track=%00%ff',
      '\u{1f3b5}',
    ])
    return request('GET', `${this.#random.pick(QUERY_ROUTES)}${value}`)
  }

  #badBodyBytes(): Buffer {
    const bytes = Buffer.concat([
      Buffer.from(`{"${this.#random.pick(FIELDS)}":"`),
      this.#random.pick([
        Buffer.from([0xff, 0xfe, 0xfd]),
        Buffer.from([0xc0, 0xaf]),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from([0xf8, 0x88, 0x80, 0x80, 0x80]),
        Buffer.from([0]),
        this.#random.bytes(200),
      ]),
      Buffer.from('"}'),
    ])
    return request('POST', this.#random.pick(JSON_ROUTES), bytes)
  }

  #brokenJson(): Buffer {
    const text = this.#random.pick([
      '',
      '{',
      '{"song":',
      '{"song":"A - B"',
      '{"song":"A - B"}}',
      "{'song':'A'}",
      '{"song":undefined}',
      '{"song":"\ud800"}',
      '{"song":"\\ud800"}',
      '{"song":"\\u0000"}',
      '[1,2',
      'NaN',
      '-',
      '1e999',
      '\ufeff{"song":"A - B"}',
      '{"song":"a","song":"b"}',
      '// comment',
    ])
    return request('POST', this.#random.pick(JSON_ROUTES), text)
  }

  #otherTypes(): Buffer {
    const value = this.#random.pick<unknown>([
      null,
      true,
      0,
      -1,
      1e308,
      2 ** 53,
      0.1,
      '',
      '\0',
      'x'.repeat(100_000),
      [],
      {},
      [[]],
      [null],
      { toString: 1 },
      { length: -1 },
      Array.from({ length: 10_000 }, (_, i) => `A - ${i}`),
    ])
    const body = this.#random.below(4) === 0 ? value : { [this.#random.pick(FIELDS)]: value, song: value }
    return request('POST', this.#random.pick(JSON_ROUTES), JSON.stringify(body))
  }

  #deepJson(): Buffer {
    const [open, close] = this.#random.pick([
      ['[', ']'],
      ['{"a":', '}'],
      ['{"song":', '}'],
      ['[{"__proto__":', '}]'],
    ])
    const middle = open === '[' ? '' : '1'
    const text = `${open.repeat(DEPTH)}${middle}${this.#random.below(3) === 0 ? '' : close.repeat(DEPTH)}`
    return request('POST', this.#random.pick(JSON_ROUTES), text)
  }

  #prototypeKeys(): Buffer {
    const text = this.#random.pick([
      '{"__proto__":{"song":"A - B","limit":3}}',
      '{"constructor":{"prototype":{"isAdmin":true}}}',
      '{"song":"__proto__"}',
      '{"song":"constructor - toString"}',
      '{"song_id":"hasOwnProperty"}',
      '{"seeds":["__proto__","constructor","toString"],"__proto__":[]}',
      '{"username":"__proto__","password":"constructor"}',
    ])
    return request('POST', this.#random.pick(JSON_ROUTES), text)
  }

  #badForm(): Buffer {
    const text = this.#random.pick([
      'username=%ff&password=%fe',
      'username=a&username=b&password=c&password=d',
      'username[]=a&password[a][b][c]=d',
      `username${'[a]'.repeat(5_000)}=1`,
      `${'a=1&'.repeat(20_000)}`,
      'username=%00&password=%00',
      '__proto__[x]=1&constructor[prototype][x]=1',
      '=&=&=',
      `username=${'a'.repeat(100_000)}&password=b`,
      `username=a&password=${'b'.repeat(100_000)}`,
      'username=%ud800&password=%',
    ])
    const type = this.#random.pick(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'])
    return request('POST', '/auth/login', text, `Content-Type: ${type}`)
  }

  #wrongToken(): Buffer {
    const claims = { sub: 'ada', exp: 4_102_444_800, jti: 'x', uid: 1, gen: 0 }
    const good = this.#token({ alg: 'HS256', typ: 'JWT' }, claims)
    const token = this.#random.pick([
      this.#token({ alg: 'none' }, claims, ''),
      this.#token({ alg: 'None' }, claims, ''),
      this.#token({ alg: 'HS512' }, claims),
      this.#token({ alg: 'RS256' }, claims),
      this.#token({ alg: 'HS256', kid: '../../etc/passwd', jku: 'http://127.0.0.1:1/' }, claims),
      this.#token({ alg: 'HS256' }, claims, 'another key'),
      this.#token({ alg: 'HS256' }, { ...claims, sub: null }),
      this.#token({ alg: 'HS256' }, { ...claims, sub: { $gt: '' } }),
      this.#token({ alg: 'HS256' }, { ...claims, sub: '\0' }),
      this.#token({ alg: 'HS256' }, { ...claims, sub: '\ud800' }),
      this.#token({ alg: 'HS256' }, { ...claims, sub: 'x'.repeat(5000) }),
      this.#token({ alg: 'HS256' }, { ...claims, jti: '\0\ud800' }),
      this.#token({ alg: 'HS256' }, { ...claims, uid: 1e308, gen: -1 }),
      this.#token({ alg: 'HS256' }, { ...claims, exp: 'never' }),
      this.#token({ alg: 'HS256' }, { ...claims, exp: 1 }),
      this.#token({ alg: 'HS256' }, { ...claims, exp: 1e308 }),
      this.#token({ alg: 'HS256' }, { ...claims, nbf: 4_102_444_800 }),
      this.#token({ alg: 'HS256' }, { ...claims, exp: undefined }),
      this.#token({ alg: 'HS256' }, []),
      this.#token({ alg: 'HS256' }, 'text'),
      this.#token({ alg: 'HS256' }, null),
      good,
      good.slice(0, -5),
      good.slice(10),
      `${good}.${good}`,
      '..',
      '',
      'x'.repeat(10_000),
      '\u00ff\u00fe',
    ])
    const scheme = this.#random.pick(['Bearer', 'bearer', 'Basic', 'Bearer Bearer', ''])
    const [method, path] = this.#random.pick(ROUTES)
    return request(method, path, '{"song":"A - B"}', `Authorization: ${scheme} ${token}`)
  }

  #pipelinedGarbage(): Buffer {
    const good = request('GET', '/health/live')
    return Buffer.concat([good, good, this.#random.bytes(500), Buffer.from('\r\n\r\n'), good])
  }

  #half(): Buffer {
    const whole = request('POST', '/recommendations/similar', '{"song":"A - B"}')
    return whole.subarray(0, this.#random.below(whole.length))
  }

  #token(header: unknown, claims: unknown, key = this.#secret): string {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const text = `${encode(header)}.${encode(claims)}`
    return `${text}.${key === '' ? '' : createHmac('sha256', key).update(text).digest('base64url')}`
  }
}

/** A request as given, however wrong. */
function request(method: string, path: string, body?: string | Buffer, header?: string): Buffer {
  const bytes = Buffer.from(body ?? '')
  const ofBody = body === undefined ? [] : [`Content-Length: ${bytes.length}`]
  const typed = header !== undefined && /content-type/i.test(header)
  if (body !== undefined && !typed) ofBody.push('Content-Type: application/json')
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: redux',
    ...ofBody,
    ...(header === undefined ? [] : [header]),
  ]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes])
}
