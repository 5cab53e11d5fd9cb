import cors from '@koa/cors'
import helmet from 'koa-helmet'
import type { Settings } from '../settings/settings.js'
import type { Step } from './step.js'

/**
 * What browsers may do with answers: pages run only scripts and styles of this service, and show covers of any
 * provider. Style attributes are allowed, for the pages of the documentation set them.
 */
export function safeHeaders(): Step {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:', 'https:'],
        mediaSrc: ["'self'", 'https:'],
        objectSrc: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
    // Answers are for pages of other origins, too, where CORS lets them.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  })
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
    exposeHeaders: 'X-Request-ID,X-Process-Time,Retry-After',
  })
  return [step]
}
