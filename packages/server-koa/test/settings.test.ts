import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSettings, StartError } from '../src/index.js'
import { SETTING_RULES } from '../src/settings.js'

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
      databasePath: 'redux.db',
      corsOrigins: [],
      logLevel: 'info',
    })
  })

  test('reads every setting that is set', () => {
    const settings = readSettings({
      ARTIFACTS_DIR: '/data/artifacts',
      HOST: '0.0.0.0',
      PORT: '0',
      API_SECRET_KEY: LONG_SECRET,
      TOKEN_EXPIRE_HOURS: '0.5',
      LIKED_WEIGHT: '3.25',
      DATABASE_URL: 'sqlite:////data/redux.db',
      CORS_ORIGINS: 'https://app.example, http://localhost:5173',
      CORS_CREDENTIALS: 'true',
      LOG_LEVEL: 'warn',
      BODY_LIMIT_BYTES: '2048',
      PROVIDER_TIMEOUT_MS: '50',
      SHUTDOWN_TIMEOUT_MS: '0',
    })
    expect(settings).toEqual({
      artifactsDir: '/data/artifacts',
      host: '0.0.0.0',
      port: 0,
      secretKey: LONG_SECRET,
      tokenExpireHours: 0.5,
      likedWeight: 3.25,
      databasePath: '/data/redux.db',
      corsOrigins: ['https://app.example', 'http://localhost:5173'],
      corsCredentials: true,
      logLevel: 'warn',
      bodyLimitBytes: 2048,
      providerTimeoutMs: 50,
      shutdownTimeoutMs: 0,
      warnings: [],
    })
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
    const { secretKey } = readSettings({})
    expect(refusal({ NODE_ENV: 'production', API_SECRET_KEY: secretKey })).toContain('public')
  })

  test('counts the bytes of a secret, not its characters', () => {
    expect(readSettings({ NODE_ENV: 'production', API_SECRET_KEY: 'é'.repeat(16) }).warnings).toEqual([])
    expect(refusal({ NODE_ENV: 'production', API_SECRET_KEY: 'é'.repeat(15) })).toContain('30 bytes')
  })

  test.each(['postgres', 'postgresql', 'postgresql+psycopg'])(
    'recognises %s:// and says it is not served yet, without telling the password',
    (scheme) => {
      const message = refusal({ DATABASE_URL: `${scheme}://redux:hunter2@localhost/redux` })
      expect(message).toContain('DATABASE_URL is a PostgreSQL address')
      expect(message).toContain('PostgreSQL support comes with a later release')
      expect(message).not.toContain('hunter2')
    },
  )
})

describe('README', () => {
  test('holds the table of settings', () => {
    const rows = Object.entries(SETTING_RULES).map(
      ([name, { fallbackText, meaning }]) => `| \`${name}\` | ${fallbackText} | ${meaning} |`,
    )
    const table = ['| setting | default | meaning |', '|---|---|---|', ...rows].join('\n')
    expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(table)
  })
})
