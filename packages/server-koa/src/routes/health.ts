import { z } from 'zod'
import type { Api } from '../api/api.js'
import { operation } from '../api/operation.js'
import { HttpError } from '../errors.js'
import type { ComponentState } from '../health/check.js'
import type { Health } from '../health/health.js'

const component = z
  .object({
    status: z.enum(['ok', 'down']),
    latency_ms: z.number().meta({ description: 'How long it took to find out.' }),
    version: z.string().optional().meta({ description: 'Of the artifacts.' }),
    detail: z.string().optional().meta({ description: 'Why it is down.' }),
  })
  .meta({ id: 'Component' })

const live = operation({
  method: 'get',
  path: '/health/live',
  tag: 'Operations',
  summary: 'Whether the process answers',
  description: 'Looks at nothing else: a database that is down is no reason to start the process anew.',
  caller: 'anyone',
  noStore: true,
  answer: {
    description: 'It does.',
    schema: z.object({ status: z.literal('ok') }).meta({ id: 'Live' }),
  },
})

const ready = operation({
  method: 'get',
  path: '/health/ready',
  tag: 'Operations',
  summary: 'Whether requests should be sent here',
  description:
    'Not while the database does not answer, nor from the moment that the process is told to stop.',
  caller: 'anyone',
  noStore: true,
  answer: {
    description: 'They should.',
    schema: z.object({ status: z.literal('ready') }).meta({ id: 'Ready' }),
  },
  errors: ['NOT_READY'],
})

const overall = operation({
  method: 'get',
  path: '/health',
  tag: 'Operations',
  summary: 'How the service and everything it is made of are',
  caller: 'anyone',
  noStore: true,
  answer: {
    description:
      '"degraded" when database, cache or artifacts are down and the service answers with what it has.',
    schema: z
      .object({
        status: z.enum(['ok', 'degraded']),
        songs_indexed: z.int(),
        version: z.string().meta({ description: 'Of the artifacts that are served.' }),
        uptime_seconds: z.number(),
        components: z.object({
          database: component,
          cache: component,
          artifacts: component,
          providers: component,
        }),
      })
      .meta({ id: 'Health' }),
  },
})

/** `GET /health/live`, `/health/ready` and `/health`, for whoever watches the service. */
export function healthRoutes(api: Api, health: Health): void {
  api.serve(live, () => ({ status: 'ok' }))

  api.serve(ready, async () => {
    const why = await health.whyNotReady()
    if (why !== undefined) throw new HttpError('NOT_READY', { about: why })
    return { status: 'ready' }
  })

  api.serve(overall, async () => {
    const { database, cache, artifacts, providers } = await health.components()
    // Providers come and go, and no answer depends on them.
    const isWell = [database, cache, artifacts].every(({ status }) => status === 'ok')
    const { version, nSongs } = health.artifacts
    return {
      status: isWell ? 'ok' : 'degraded',
      songs_indexed: nSongs,
      version,
      uptime_seconds: Math.round(process.uptime()),
      components: {
        database: wireState(database),
        cache: wireState(cache),
        artifacts: wireState(artifacts),
        providers: wireState(providers),
      },
    }
  })
}

function wireState({ status, latencyMs, version, detail }: ComponentState): z.input<typeof component> {
  return { status, latency_ms: Math.round(latencyMs * 100) / 100, version, detail }
}
