import { z } from 'zod'
import { StartError } from './errors.js'
import { parseDatabaseUrl } from './stores/database-url.js'

/** Signs tokens while developing. Public, so production refuses it. */
const DEVELOPMENT_SECRET = 'redux-recommender-development-secret-not-for-production'
const MIN_SECRET_BYTES = 32

interface SettingRule<T> {
  /** Used when the variable is unset or empty. */
  readonly fallback: T
  /** How the fallback reads in the README. */
  readonly fallbackText: string
  /** Completes the sentence "it must be …". */
  readonly allowed: string
  readonly meaning: string
  /** Never shown in a message. */
  readonly secret?: boolean
  readonly schema: z.ZodType<T, string>
}

const rule = <T>(definition: SettingRule<T>) => definition

// Only plain decimal digits are numbers: `8_000`, `0x1F40`, `1e3` and ` 24` are refused, not guessed.
const wholeNumber = (min: number, max: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max))
const decimalNumber = (range: z.ZodNumber) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .pipe(range)

const isOrigin = (text: string) => {
  try {
    return /^https?:/.test(text) && new URL(text).origin === text
  } catch {
    return false
  }
}
const origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .refine((list) => (list.length === 1 && list[0] === '*') || list.every(isOrigin))

/** Every setting: its variable, fallback, rule and meaning. The README table is held to it by a test. */
export const SETTING_RULES = {
  ARTIFACTS_DIR: rule({
    fallback: './artifacts',
    fallbackText: '`./artifacts`',
    allowed: 'a folder',
    meaning: 'Folder `redux train` published into',
    schema: z.string(),
  }),
  HOST: rule({
    fallback: '127.0.0.1',
    fallbackText: '`127.0.0.1`',
    allowed: 'an address or host name of this machine',
    meaning: 'Address to listen on: this machine alone by default; `0.0.0.0` for all, as in a container',
    schema: z.string(),
  }),
  PORT: rule({
    fallback: 8000,
    fallbackText: '`8000`',
    allowed: 'a whole number from 0 to 65535',
    meaning: 'Port to listen on; 0 takes a free one',
    schema: wholeNumber(0, 65535),
  }),
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
    meaning: 'Signs the access tokens; changing it signs everybody out',
    secret: true,
    schema: z.string(),
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
    fallback: { kind: 'sqlite' as const, path: 'redux.db' },
    fallbackText: '`sqlite:///redux.db`',
    allowed:
      'sqlite:///relative/path or sqlite:////absolute/path (PostgreSQL support comes with a later release)',
    meaning: 'Where accounts, likes and seeds are kept: `sqlite:///path`, relative to the working folder',
    secret: true,
    schema: z.string().transform((text, context) => {
      const location = parseDatabaseUrl(text)
      if (location?.kind === 'sqlite') return location
      context.addIssue(location ? 'a PostgreSQL address' : 'not a database address')
      return z.NEVER
    }),
  }),
  CORS_ORIGINS: rule({
    fallback: [] as string[],
    fallbackText: 'none',
    allowed: 'origins such as https://app.example separated by commas, or * alone',
    meaning: 'Web origins whose pages may call the service, separated by commas, or `*` for all',
    schema: origins,
  }),
  CORS_CREDENTIALS: rule({
    fallback: false,
    fallbackText: '`false`',
    allowed: 'true or false',
    meaning: 'Whether those pages may send cookies and the like; not together with `*`',
    schema: z.enum(['true', 'false']).transform((text) => text === 'true'),
  }),
  LOG_LEVEL: rule({
    fallback: 'info' as const,
    fallbackText: '`info`',
    allowed: 'one of fatal, error, warn, info, debug, trace, silent',
    meaning: 'How much is logged: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  } as SettingRule<'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'>),
  BODY_LIMIT_BYTES: rule({
    fallback: 1_048_576,
    fallbackText: '`1048576`',
    allowed: 'a whole number from 1024 to 104857600',
    meaning: 'Largest request body; a larger one is answered 413',
    schema: wholeNumber(1024, 104_857_600),
  }),
  PROVIDER_TIMEOUT_MS: rule({
    fallback: 2000,
    fallbackText: '`2000`',
    allowed: 'a whole number from 1 to 60000',
    meaning: 'How long a metadata provider may take before it is skipped',
    schema: wholeNumber(1, 60_000),
  }),
  SHUTDOWN_TIMEOUT_MS: rule({
    fallback: 10_000,
    fallbackText: '`10000`',
    allowed: 'a whole number from 0 to 600000',
    meaning: 'How long requests in flight may take to finish once the server is told to stop',
    schema: wholeNumber(0, 600_000),
  }),
}

type SettingName = keyof typeof SETTING_RULES
type SettingValues = {
  -readonly [N in SettingName]: (typeof SETTING_RULES)[N] extends SettingRule<infer T> ? T : never
}

/** Everything the server can be told, checked. Made by {@link readSettings}. */
export interface Settings {
  readonly artifactsDir: string
  readonly host: string
  readonly port: number
  /** Signs and verifies access tokens (HMAC with SHA-256). */
  readonly secretKey: string
  readonly tokenExpireHours: number
  readonly likedWeight: number
  readonly databasePath: string
  /** Allowed web origins; `['*']` for all, empty for none. */
  readonly corsOrigins: readonly string[]
  readonly corsCredentials: boolean
  readonly logLevel: SettingValues['LOG_LEVEL']
  readonly bodyLimitBytes: number
  readonly providerTimeoutMs: number
  readonly shutdownTimeoutMs: number
  /** Sentences about choices that are fine for developing and nowhere else, for the log. */
  readonly warnings: readonly string[]
}

/**
 * Reads the settings from environment variables. An empty variable counts as unset, as compose files leave them.
 *
 * @param env - Usually `process.env`. Read, never written.
 * @throws {@link StartError} INVALID_SETTINGS, whose message lists every setting that cannot be used: its name,
 *   what was got (never a secret) and what is allowed.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = []
  const values = {} as SettingValues
  for (const name of Object.keys(SETTING_RULES) as SettingName[]) readInto(values, name, env[name], problems)
  problems.push(...crossChecks(values, env))
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n  ${problem}`).join('')
    throw new StartError('INVALID_SETTINGS', `The server cannot start with these settings:${list}`)
  }
  return {
    artifactsDir: values.ARTIFACTS_DIR,
    host: values.HOST,
    port: values.PORT,
    secretKey: values.API_SECRET_KEY,
    tokenExpireHours: values.TOKEN_EXPIRE_HOURS,
    likedWeight: values.LIKED_WEIGHT,
    databasePath: values.DATABASE_URL.path,
    corsOrigins: values.CORS_ORIGINS,
    corsCredentials: values.CORS_CREDENTIALS,
    logLevel: values.LOG_LEVEL,
    bodyLimitBytes: values.BODY_LIMIT_BYTES,
    providerTimeoutMs: values.PROVIDER_TIMEOUT_MS,
    shutdownTimeoutMs: values.SHUTDOWN_TIMEOUT_MS,
    warnings: secretWarnings(values.API_SECRET_KEY),
  }
}

function readInto<N extends SettingName>(
  values: SettingValues,
  name: N,
  text: string | undefined,
  problems: string[],
) {
  const setting = SETTING_RULES[name] as unknown as SettingRule<SettingValues[N]>
  values[name] = setting.fallback
  if (text === undefined || text === '') return
  const parsed = setting.schema.safeParse(text)
  if (parsed.success) values[name] = parsed.data
  else {
    const got = setting.secret ? parsed.error.issues[0].message : JSON.stringify(text)
    problems.push(`${name} is ${got}; it must be ${setting.allowed}.`)
  }
}

/** The rules that take more than one setting to see. */
function crossChecks(values: SettingValues, env: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = []
  if (values.CORS_CREDENTIALS && values.CORS_ORIGINS[0] === '*')
    problems.push('CORS_CREDENTIALS is "true" and CORS_ORIGINS is "*"; with credentials, name the origins.')
  if (values.NODE_ENV === 'production') {
    const bytes = Buffer.byteLength(env['API_SECRET_KEY'] ?? '')
    const got = bytes === 0 ? 'not set' : `${bytes} bytes long`
    const { allowed } = SETTING_RULES.API_SECRET_KEY
    if (bytes < MIN_SECRET_BYTES)
      problems.push(`API_SECRET_KEY is ${got}; with NODE_ENV=production it must be ${allowed}.`)
    else if (values.API_SECRET_KEY === DEVELOPMENT_SECRET)
      problems.push(
        `API_SECRET_KEY is the public development secret; with NODE_ENV=production it must be ${allowed}.`,
      )
  }
  return problems
}

function secretWarnings(secret: string): string[] {
  if (secret === DEVELOPMENT_SECRET)
    return [
      'API_SECRET_KEY is not set: tokens are signed with a secret everybody knows. Set one before going public.',
    ]
  const bytes = Buffer.byteLength(secret)
  if (bytes >= MIN_SECRET_BYTES) return []
  return [`API_SECRET_KEY is ${bytes} bytes long: make it at least ${MIN_SECRET_BYTES} before going public.`]
}
