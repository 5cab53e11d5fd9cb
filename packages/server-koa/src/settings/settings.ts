import { StartError } from '../errors.js'
import type { SecretKeys } from '../tokens.js'
import type { SettingRule } from './rule.js'
import { DEVELOPMENT_SECRET, MIN_SECRET_BYTES, SETTING_RULES } from './rules.js'

type Rules = typeof SETTING_RULES
type SettingName = keyof Rules
type ValueOf<N extends SettingName> = Rules[N] extends SettingRule<infer T> ? T : never
type Values = { -readonly [N in SettingName]: ValueOf<N> }

type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<CamelCase<Tail>>}`
  : Lowercase<S>

/**
 * Everything the server can be told, checked: each variable of {@link SETTING_RULES}, `ARTIFACTS_DIR` as
 * `artifactsDir`. Made by {@link readSettings}.
 */
export type Settings = { readonly [N in SettingName as CamelCase<N>]: ValueOf<N> } & {
  /** `API_SECRET_KEY`, then `API_OLD_SECRET_KEYS`. */
  readonly secretKeys: SecretKeys
  /** Sentences about choices that are fine for developing and nowhere else, for the log. */
  readonly warnings: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings from environment variables. An empty variable counts as unset, as compose files leave them.
 *
 * @param env - Usually `process.env`. Read, never written.
 * @throws {@link StartError} INVALID_SETTINGS, whose message lists every setting that cannot be used: its name,
 *   what was got (never a secret) and what is allowed.
 */
export function readSettings(env: Environment): Settings {
  const problems: string[] = []
  const values = {} as Values
  const names = Object.keys(SETTING_RULES) as SettingName[]
  for (const name of names) readInto(values, name, env[name], problems)
  problems.push(...crossChecks(values, env))
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n  ${problem}`).join('')
    throw new StartError('INVALID_SETTINGS', `The server cannot start with these settings:${list}`)
  }
  const named = Object.fromEntries(names.map((name) => [camelCase(name), values[name]]))
  return {
    ...(named as Omit<Settings, 'secretKeys' | 'warnings'>),
    secretKeys: [values.API_SECRET_KEY, ...values.API_OLD_SECRET_KEYS],
    warnings: secretWarnings(values.API_SECRET_KEY),
  } as Settings
}

function camelCase(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function readInto<N extends SettingName>(
  values: Values,
  name: N,
  text: string | undefined,
  problems: string[],
) {
  const setting = SETTING_RULES[name] as unknown as SettingRule<Values[N]>
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
function crossChecks(values: Values, env: Environment): string[] {
  const problems: string[] = []
  if (values.CORS_CREDENTIALS && values.CORS_ORIGINS[0] === '*')
    problems.push('CORS_CREDENTIALS is "true" and CORS_ORIGINS is "*"; with credentials, name the origins.')
  if (values.DATABASE_READ_URL !== '' && values.DATABASE_URL.kind !== 'postgres')
    problems.push('DATABASE_READ_URL is set and DATABASE_URL is not PostgreSQL; SQLite has no replicas.')
  return values.NODE_ENV === 'production' ? [...problems, ...productionChecks(values, env)] : problems
}

function productionChecks(values: Values, env: Environment): string[] {
  const problems: string[] = []
  const bytes = Buffer.byteLength(env['API_SECRET_KEY'] ?? '')
  const got = bytes === 0 ? 'not set' : `${bytes} bytes long`
  const { allowed } = SETTING_RULES.API_SECRET_KEY
  if (bytes < MIN_SECRET_BYTES)
    problems.push(`API_SECRET_KEY is ${got}; with NODE_ENV=production it must be ${allowed}.`)
  else if (values.API_SECRET_KEY === DEVELOPMENT_SECRET)
    problems.push(
      `API_SECRET_KEY is the public development secret; with NODE_ENV=production it must be ${allowed}.`,
    )
  if (values.API_OLD_SECRET_KEYS.includes(DEVELOPMENT_SECRET))
    problems.push(
      'API_OLD_SECRET_KEYS has the public development secret; with NODE_ENV=production leave it out.',
    )
  if (values.API_OLD_SECRET_KEYS.some((key) => Buffer.byteLength(key) < MIN_SECRET_BYTES))
    problems.push(
      `API_OLD_SECRET_KEYS has a secret below ${MIN_SECRET_BYTES} bytes; with NODE_ENV=production all must be longer.`,
    )
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
