import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSettings, StartError } from '../src/index.js'
import type { SettingRule } from '../src/settings/rule.js'
import { SETTING_RULES } from '../src/settings/rules.js'

/** The message a start with these variables is refused with. */
function refusal(env: Record<string, string>): string {
  try {
    readSettings(env)
  } catch (error) {
    if (error instanceof StartError && error.code === 'INVALID_SETTINGS') return error.message
    throw error
  }
  throw new Error('the settings were accepted')
}

/** `API_SECRET_KEY` as `apiSecretKey`. */
function camelCase(name: string): string {
  const [first, ...others] = name.toLowerCase().split('_')
  return first + others.map((word) => word[0].toUpperCase() + word.slice(1)).join('')
}

const LONG_SECRET = 'x'.repeat(32)

describe('readSettings', () => {
  test('takes the documented defaults when nothing is set, and when everything is empty', () => {
    const empty = Object.fromEntries(Object.keys(SETTING_RULES).map((name) => [name, '']))
    expect(readSettings(empty)).toEqual(readSettings({}))
    expect(readSettings({})).toMatchObject({
      artifactsDir: './artifacts',
      host: '127.0.0.1',
      port: 8000,
      tokenExpireHours: 24,
      likedWeight: 2,
      databaseUrl: { kind: 'sqlite', path: 'redux.db' },
      redisUrl: '',
      metadataProviders: ['itunes', 'deezer', 'musicbrainz'],
      corsOrigins: [],
      logLevel: 'info',
    })
  })

  /** A value for every setting that is not its fallback, as text and as it is read. */
  const OTHERS: Record<keyof typeof SETTING_RULES, readonly [text: string, read: unknown]> = {
    ARTIFACTS_DIR: ['/data/artifacts', '/data/artifacts'],
    ARTIFACTS_POLL_MS: ['0', 0],
    WEB_APP_DIR: ['/data/web-app', '/data/web-app'],
    HOST: ['0.0.0.0', '0.0.0.0'],
    PORT: ['0', 0],
    WORKERS: ['4', 4],
    TRUST_PROXY: ['1', 1],
    NODE_ENV: ['test', 'test'],
    API_SECRET_KEY: [LONG_SECRET, LONG_SECRET],
    API_OLD_SECRET_KEYS: ['one, two', ['one', 'two']],
    TOKEN_EXPIRE_HOURS: ['0.5', 0.5],
    LIKED_WEIGHT: ['3.25', 3.25],
    DATABASE_URL: ['postgres://u:p@h/d', { kind: 'postgres', url: 'postgresql://u:p@h/d' }],
    DATABASE_READ_URL: ['postgresql+psycopg://u:p@r/d', 'postgresql://u:p@r/d'],
    DATABASE_POOL_SIZE: ['3', 3],
    DATABASE_TIMEOUT_MS: ['1000', 1000],
    REDIS_URL: ['rediss://h:1/2', 'rediss://h:1/2'],
    CACHE_TTL_SECONDS: ['0', 0],
    CACHE_MAX_ENTRIES: ['5', 5],
    CACHE_MAX_BYTES: ['2048', 2048],
    METADATA_PROVIDERS: ['deezer,itunes', ['deezer', 'itunes']],
    METADATA_CONTACT: ['ops@example.org', 'ops@example.org'],
    ITUNES_URL: ['http://localhost:1', 'http://localhost:1'],
    DEEZER_URL: ['http://localhost:2', 'http://localhost:2'],
    MUSICBRAINZ_URL: ['http://localhost:3', 'http://localhost:3'],
    COVER_ART_URL: ['http://localhost:4/x', 'http://localhost:4/x'],
    PROVIDER_TIMEOUT_MS: ['50', 50],
    BREAKER_COOLING_MS: ['60', 60],
    CORS_ORIGINS: [
      'https://app.example, http://localhost:5173',
      ['https://app.example', 'http://localhost:5173'],
    ],
    CORS_CREDENTIALS: ['true', true],
    LOG_LEVEL: ['warn', 'warn'],
    BODY_LIMIT_BYTES: ['2048', 2048],
    HEADER_LIMIT_BYTES: ['4096', 4096],
    REQUEST_TIMEOUT_MS: ['500', 500],
    MAX_IN_FLIGHT: ['7', 7],
    RATE_LIMIT_ADDRESS: ['0', 0],
    RATE_LIMIT_ACCOUNT: ['1', 1],
    RATE_LIMIT_SIGNUPS: ['2', 2],
    SHUTDOWN_DELAY_MS: ['5', 5],
    SHUTDOWN_TIMEOUT_MS: ['0', 0],
  }

  test('reads every setting that is set', () => {
    const entries = Object.entries(OTHERS)
    const settings = readSettings(Object.fromEntries(entries.map(([name, [text]]) => [name, text])))
    const read = Object.fromEntries(entries.map(([name, [, value]]) => [camelCase(name), value]))
    expect(settings).toEqual({ ...read, secretKeys: [LONG_SECRET, 'one', 'two'], warnings: [] })
  })

  test('asks no provider at "none"', () => {
    expect(readSettings({ METADATA_PROVIDERS: 'none' }).metadataProviders).toEqual([])
  })

  test('lists every problem at once, with name, value and what is allowed', () => {
    const message = refusal({ PORT: '80000', LIKED_WEIGHT: 'heavy', LOG_LEVEL: 'loud' })
    expect(message).toContain('PORT is "80000"; it must be a whole number from 0 to 65535.')
    expect(message).toContain('LIKED_WEIGHT is "heavy"; it must be a number from 0 to 1000.')
    expect(message).toContain('LOG_LEVEL is "loud"; it must be one of fatal, error, warn')
  })

  test.each([
    ['PORT', '8_000'],
    ['PORT', '0x1F40'],
    ['PORT', '8e3'],
    ['PORT', ' 8000'],
    ['PORT', '-1'],
    ['PORT', '8000.5'],
    ['TOKEN_EXPIRE_HOURS', '0'],
    ['TOKEN_EXPIRE_HOURS', 'Infinity'],
    ['TOKEN_EXPIRE_HOURS', '24h'],
    ['LIKED_WEIGHT', '.5'],
    ['LIKED_WEIGHT', '-2'],
    ['LIKED_WEIGHT', '2,0'],
    ['CORS_CREDENTIALS', 'yes'],
    ['CORS_ORIGINS', 'app.example'],
    ['CORS_ORIGINS', 'https://app.example/'],
    ['CORS_ORIGINS', 'https://app.example,*'],
    ['BODY_LIMIT_BYTES', '1mb'],
  ])('refuses %s=%s', (name, value) => {
    expect(refusal({ [name]: value })).toContain(`${name} is ${JSON.stringify(value)}; it must be `)
  })

  test('accepts exactly the ports 0 to 65535', () => {
    fc.assert(
      fc.property(fc.integer({ min: -70_000, max: 140_000 }), (port) => {
        const env = { PORT: String(port) }
        if (port >= 0 && port <= 65_535) expect(readSettings(env).port).toBe(port)
        else expect(refusal(env)).toContain(`PORT is "${port}"`)
      }),
    )
  })

  test('refuses all origins together with credentials', () => {
    expect(refusal({ CORS_ORIGINS: '*', CORS_CREDENTIALS: 'true' })).toContain('name the origins')
    expect(readSettings({ CORS_ORIGINS: '*' }).corsOrigins).toEqual(['*'])
  })

  test('warns of the public secret while developing', () => {
    expect(readSettings({}).warnings).toEqual([expect.stringContaining('API_SECRET_KEY is not set')])
  })

  test('warns of a short secret while developing', () => {
    const { warnings } = readSettings({ API_SECRET_KEY: 'short' })
    expect(warnings).toEqual([expect.stringContaining('API_SECRET_KEY is 5 bytes long')])
  })

  test('refuses production without a secret, with a short one and with the public one', () => {
    expect(refusal({ NODE_ENV: 'production' })).toContain('API_SECRET_KEY is not set')
    const short = refusal({ NODE_ENV: 'production', API_SECRET_KEY: 'hunter2hunter2' })
    expect(short).toContain('API_SECRET_KEY is 14 bytes long')
    expect(short).not.toContain('hunter2')
    const { apiSecretKey } = readSettings({})
    expect(refusal({ NODE_ENV: 'production', API_SECRET_KEY: apiSecretKey })).toContain('public')
  })

  test('counts the bytes of a secret, not its characters', () => {
    expect(readSettings({ NODE_ENV: 'production', API_SECRET_KEY: 'é'.repeat(16) }).warnings).toEqual([])
    expect(refusal({ NODE_ENV: 'production', API_SECRET_KEY: 'é'.repeat(15) })).toContain('30 bytes')
  })

  test('refuses old secrets in production that are short or public', () => {
    const env = { NODE_ENV: 'production', API_SECRET_KEY: LONG_SECRET }
    const { apiSecretKey } = readSettings({})
    expect(refusal({ ...env, API_OLD_SECRET_KEYS: `${LONG_SECRET},hunter2` })).toContain('below 32 bytes')
    expect(refusal({ ...env, API_OLD_SECRET_KEYS: apiSecretKey })).toContain('public development secret')
    expect(refusal({ API_OLD_SECRET_KEYS: 'a,,b' })).toContain('API_OLD_SECRET_KEYS')
  })

  test('refuses a replica of SQLite', () => {
    const message = refusal({ DATABASE_READ_URL: 'postgresql://u:hunter2@h/d' })
    expect(message).toContain('SQLite has no replicas')
    expect(message).not.toContain('hunter2')
  })

  test.each(['DATABASE_URL', 'DATABASE_READ_URL', 'REDIS_URL'])('never tells a password in %s', (name) => {
    const message = refusal({ [name]: 'mysql://redux:hunter2@localhost/redux' })
    expect(message).toContain(`${name} is not a `)
    expect(message).not.toContain('hunter2')
  })

  test.each([
    ['ITUNES_URL', 'itunes.apple.com'],
    ['DEEZER_URL', 'ftp://deezer'],
    ['MUSICBRAINZ_URL', 'https://musicbrainz.org/'],
    ['METADATA_PROVIDERS', 'itunes,spotify'],
    ['METADATA_PROVIDERS', 'none,itunes'],
    ['WORKERS', '0'],
    ['METADATA_CONTACT', 'a\nb'],
  ])('refuses %s=%s', (name, value) => {
    expect(refusal({ [name]: value })).toContain(`${name} is ${JSON.stringify(value)}; it must be `)
  })
})

describe('README', () => {
  test('holds the table of settings', () => {
    const rules: [string, Pick<SettingRule<unknown>, 'fallbackText' | 'meaning'>][] =
      Object.entries(SETTING_RULES)
    const rows = rules.map(
      ([name, { fallbackText, meaning }]) => `| \`${name}\` | ${fallbackText} | ${meaning} |`,
    )
    const table = ['| setting | default | meaning |', '|---|---|---|', ...rows].join('\n')
    expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(table)
  })
})
