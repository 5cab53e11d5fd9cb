import { z } from 'zod'
import { parseDatabaseUrl } from '../stores/database-url.js'
import { baseUrl, commaSeparated, decimalNumber, isUrl, rule, wholeNumber } from './rule.js'

/** Signs tokens while developing. Public, so production refuses it. */
export const DEVELOPMENT_SECRET = 'redux-recommender-development-secret-not-for-production'
export const MIN_SECRET_BYTES = 32

const PROVIDERS = ['itunes', 'deezer', 'musicbrainz'] as const
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const isOrigin = (text: string) => isUrl(text, /^https?:$/) && new URL(text).origin === text

/** Every setting: its variable, fallback, rule and meaning. The README table is held to it by a test. */
export const SETTING_RULES = {
  ARTIFACTS_DIR: rule({
    fallback: './artifacts',
    fallbackText: '`./artifacts`',
    allowed: 'a folder',
    meaning: 'Folder `redux train` published into',
    schema: z.string(),
  }),
  ARTIFACTS_POLL_MS: wholeNumber(
    2000,
    0,
    3_600_000,
    'How often the folder is looked at for a newer version, which then takes over; 0 looks at the start only',
  ),
  WEB_APP_DIR: rule({
    fallback: '',
    fallbackText: 'none',
    allowed: 'a folder',
    meaning: 'Folder of a built web app, which is served at `/`; read at the start',
    schema: z.string(),
  }),
  HOST: rule({
    fallback: '127.0.0.1',
    fallbackText: '`127.0.0.1`',
    allowed: 'an address or host name of this machine',
    meaning: 'Address to listen on: this machine alone by default; `0.0.0.0` for all, as in a container',
    schema: z.string(),
  }),
  PORT: wholeNumber(8000, 0, 65_535, 'Port to listen on; 0 takes a free one'),
  WORKERS: wholeNumber(1, 1, 256, 'Processes that share the port'),
  TRUST_PROXY: wholeNumber(
    0,
    0,
    10,
    'How many proxies stand before the service, whose `X-Forwarded-For` tells the client',
  ),
  NODE_ENV: rule({
    fallback: 'development',
    fallbackText: '`development`',
    allowed: 'a word',
    meaning: '`production` refuses to start without an `API_SECRET_KEY` of its own',
    schema: z.string(),
  }),
  API_SECRET_KEY: rule({
    fallback: DEVELOPMENT_SECRET,
    fallbackText: 'a public one, with a warning',
    allowed: `a secret of at least ${MIN_SECRET_BYTES} bytes`,
    meaning: 'Signs the access tokens',
    secret: true,
    schema: z.string(),
  }),
  API_OLD_SECRET_KEYS: rule({
    fallback: [] as string[],
    fallbackText: 'none',
    allowed: 'secrets separated by commas',
    meaning: 'Former `API_SECRET_KEY`s whose tokens are still accepted, separated by commas',
    secret: true,
    schema: commaSeparated.refine((keys) => keys.every((key) => key !== '')),
  }),
  TOKEN_EXPIRE_HOURS: rule({
    fallback: 24,
    fallbackText: '`24`',
    allowed: 'a number above 0, up to 87600',
    meaning: 'Life of an access token',
    schema: decimalNumber(z.number().gt(0).max(87_600)),
  }),
  LIKED_WEIGHT: rule({
    fallback: 2,
    fallbackText: '`2.0`',
    allowed: 'a number from 0 to 1000',
    meaning: "Weight of a liked song in a listener's taste, where a seed weighs 1",
    schema: decimalNumber(z.number().max(1000)),
  }),
  DATABASE_URL: rule({
    fallback: { kind: 'sqlite' as const, path: 'redux.db' } as NonNullable<
      ReturnType<typeof parseDatabaseUrl>
    >,
    fallbackText: '`sqlite:///redux.db`',
    allowed: 'sqlite:///relative/path, sqlite:////absolute/path or postgresql://user:password@host/database',
    meaning:
      'Where accounts, likes and seeds are kept: `sqlite:///path`, relative to the working folder, or `postgresql://…`',
    secret: true,
    schema: z.string().transform((text, context) => {
      const location = parseDatabaseUrl(text)
      if (location !== null) return location
      context.addIssue('not a database address')
      return z.NEVER
    }),
  }),
  DATABASE_READ_URL: rule({
    fallback: '',
    fallbackText: 'none',
    allowed: 'postgresql://user:password@host/database',
    meaning: 'A read replica of the PostgreSQL database, asked for likes and seeds where it is fresh enough',
    secret: true,
    schema: z.string().transform((text, context) => {
      const location = parseDatabaseUrl(text)
      if (location?.kind === 'postgres') return location.url
      context.addIssue('not a PostgreSQL address')
      return z.NEVER
    }),
  }),
  DATABASE_POOL_SIZE: wholeNumber(10, 1, 1000, 'Connections to PostgreSQL that each process may hold'),
  DATABASE_TIMEOUT_MS: wholeNumber(5000, 100, 600_000, 'How long one statement may take on PostgreSQL'),
  REDIS_URL: rule({
    fallback: '',
    fallbackText: 'none',
    allowed: 'redis://host:port or rediss://host:port',
    meaning: 'Redis that all processes share their cache and rate limits by; without it each has its own',
    secret: true,
    schema: z.string().refine((text) => isUrl(text, /^rediss?:$/), 'not a Redis address'),
  }),
  CACHE_TTL_SECONDS: wholeNumber(600, 0, 86_400, 'How long answers are kept in the cache; 0 keeps none'),
  CACHE_MAX_ENTRIES: wholeNumber(20_000, 1, 10_000_000, 'Answers that the cache in memory holds at most'),
  CACHE_MAX_BYTES: wholeNumber(
    67_108_864,
    1024,
    68_719_476_736,
    'Bytes that the cache in memory holds at most',
  ),
  METADATA_PROVIDERS: rule({
    fallback: [...PROVIDERS] as readonly (typeof PROVIDERS)[number][],
    fallbackText: '`itunes,deezer,musicbrainz`',
    allowed: 'some of itunes, deezer, musicbrainz separated by commas, or none',
    meaning: 'Public services asked for covers and by `/search`, in this order; `none` asks nobody',
    schema: commaSeparated
      .transform((names) => (names.length === 1 && names[0] === 'none' ? [] : names))
      .pipe(z.array(z.enum(PROVIDERS))),
  }),
  METADATA_CONTACT: rule({
    fallback: '',
    fallbackText: 'none',
    allowed: 'an address or mail address',
    meaning:
      'How MusicBrainz can reach whoever runs the service; it asks for that and may block those who keep silent',
    schema: z.string().regex(/^[\x20-\x7e]+$/),
  }),
  ITUNES_URL: baseUrl('https://itunes.apple.com', 'Where the iTunes Search API is'),
  DEEZER_URL: baseUrl('https://api.deezer.com', 'Where the Deezer API is'),
  MUSICBRAINZ_URL: baseUrl('https://musicbrainz.org', 'Where MusicBrainz is'),
  COVER_ART_URL: baseUrl('https://coverartarchive.org', 'Where the Cover Art Archive is'),
  PROVIDER_TIMEOUT_MS: wholeNumber(
    2000,
    1,
    60_000,
    'How long a metadata provider may take before it is skipped',
  ),
  BREAKER_COOLING_MS: wholeNumber(
    30_000,
    1,
    3_600_000,
    'How long a metadata provider that kept failing is left alone before it is tried again',
  ),
  CORS_ORIGINS: rule({
    fallback: [] as string[],
    fallbackText: 'none',
    allowed: 'origins such as https://app.example separated by commas, or * alone',
    meaning: 'Web origins whose pages may call the service, separated by commas, or `*` for all',
    schema: commaSeparated.refine((list) => (list.length === 1 && list[0] === '*') || list.every(isOrigin)),
  }),
  CORS_CREDENTIALS: rule({
    fallback: false,
    fallbackText: '`false`',
    allowed: 'true or false',
    meaning: 'Whether those pages may send cookies and the like; not together with `*`',
    schema: z.enum(['true', 'false']).transform((text) => text === 'true'),
  }),
  LOG_LEVEL: rule({
    fallback: 'info' as (typeof LOG_LEVELS)[number],
    fallbackText: '`info`',
    allowed: `one of ${LOG_LEVELS.join(', ')}`,
    meaning: `How much is logged: ${LOG_LEVELS.slice(0, -1)
      .map((level) => `\`${level}\``)
      .join(', ')} or \`silent\``,
    schema: z.enum(LOG_LEVELS),
  }),
  BODY_LIMIT_BYTES: wholeNumber(
    1_048_576,
    1024,
    104_857_600,
    'Largest request body; a larger one is answered 413',
  ),
  HEADER_LIMIT_BYTES: wholeNumber(
    16_384,
    1024,
    1_048_576,
    'Largest request head; a larger one is answered 431',
  ),
  REQUEST_TIMEOUT_MS: wholeNumber(30_000, 100, 600_000, 'How long a client may take to send its request'),
  MAX_IN_FLIGHT: wholeNumber(
    1000,
    1,
    1_000_000,
    'Requests that each process works on at a time; further ones are answered 503 at once',
  ),
  RATE_LIMIT_ADDRESS: wholeNumber(
    1000,
    0,
    10_000_000,
    'Requests from one address within ten seconds; 0 sets no limit. This machine itself is not limited',
  ),
  RATE_LIMIT_ACCOUNT: wholeNumber(
    500,
    0,
    10_000_000,
    'Requests of one account within ten seconds; 0 sets no limit. This machine itself is not limited',
  ),
  RATE_LIMIT_SIGNUPS: wholeNumber(
    50,
    0,
    10_000_000,
    'Accounts made from one address within an hour; 0 sets no limit. This machine itself is not limited',
  ),
  SHUTDOWN_DELAY_MS: wholeNumber(
    0,
    0,
    600_000,
    'How long a server that is told to stop still takes requests, while `/health/ready` already says 503',
  ),
  SHUTDOWN_TIMEOUT_MS: wholeNumber(
    10_000,
    0,
    600_000,
    'How long requests in flight may take to finish once the server is told to stop',
  ),
}
