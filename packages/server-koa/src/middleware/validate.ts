import type { z } from 'zod'
import { HttpError, type ValidationProblem } from '../errors.js'
import type { Step } from './step.js'

/** More problems than this tell nobody anything new. */
const MAX_PROBLEMS = 100

/** Checks the parsed body and leaves it, typed, as `ctx.state.input`; 422 when it breaks a rule. */
export function checkBody(schema: z.ZodType): Step {
  return (ctx, next) => {
    ctx.state.input = check(schema, ctx.state.body, 'body')
    return next()
  }
}

/** Checks the query and leaves it, typed, as `ctx.state.input`; of a repeated parameter the last one counts. */
export function checkQuery(schema: z.ZodType): Step {
  return (ctx, next) => {
    const query = Object.entries(ctx.query).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.at(-1) : value,
    ])
    ctx.state.input = check(schema, Object.fromEntries(query), 'query')
    return next()
  }
}

function check<S extends z.ZodType>(schema: S, value: unknown, source: 'body' | 'query'): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, MAX_PROBLEMS)
  const problems = issues.map((issue) => problemOf(issue, value, source))
  throw new HttpError('INVALID_REQUEST', { problems })
}

/** Names for what zod calls `invalid_type`, by what was expected. */
const TYPE_PROBLEMS: Readonly<Record<string, { readonly type: string; readonly msg: string }>> = {
  string: { type: 'string_type', msg: 'Input should be a valid string' },
  array: { type: 'list_type', msg: 'Input should be a valid list' },
  object: {
    type: 'model_attributes_type',
    msg: 'Input should be a valid dictionary or object to extract fields from',
  },
}

// The value itself is never part of the problem: it may be a password.
function problemOf(issue: z.core.$ZodIssue, value: unknown, source: string): ValidationProblem {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
  const loc = [source, ...path]
  if (issue.code === 'custom') return { loc, msg: issue.message, type: String(issue.params?.['type']) }
  if (path.length > 0 && valueAt(value, path) === undefined)
    return { loc, msg: 'Field required', type: 'missing' }
  const known = issue.code === 'invalid_type' ? TYPE_PROBLEMS[issue.expected] : undefined
  return { loc, msg: known?.msg ?? issue.message, type: known?.type ?? issue.code }
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let here = value
  for (const key of path) here = (here as Record<string | number, unknown> | null | undefined)?.[key]
  return here
}
