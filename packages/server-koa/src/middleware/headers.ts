import cors from '@koa/cors'
import type { Settings } from '../settings.js'
import type { Step } from './step.js'

/** Browsers take an answer for what it says it is. */
export const safeHeaders: Step = (ctx, next) => {
  ctx.set('X-Content-Type-Options', 'nosniff')
  return next()
}

/** Lets pages of the named origins call the service; nothing at all when none is named. */
export function crossOrigin({
  corsOrigins,
  corsCredentials,
}: Pick<Settings, 'corsOrigins' | 'corsCredentials'>): readonly Step[] {
  if (corsOrigins.length === 0) return []
  const origin = (requested: string) => (corsOrigins.includes(requested) ? requested : '')
  const step: Step = cors({
    origin: corsOrigins[0] === '*' ? '*' : (ctx) => origin(ctx.get('Origin')),
    credentials: corsCredentials,
    allowMethods: 'GET,HEAD,POST',
    exposeHeaders: 'X-Request-ID',
  })
  return [step]
}
