import { Registry } from 'prom-client'
import { z } from 'zod'
import type { Api } from '../api/api.js'
import { operation } from '../api/operation.js'
import { HttpError } from '../errors.js'
import { metricsReader } from '../metrics/cluster-metrics.js'
import type { Metrics } from '../metrics/metrics.js'

const read = operation({
  method: 'get',
  path: '/metrics',
  tag: 'Operations',
  summary: 'Counts and times, for Prometheus',
  description:
    'Of all workers together, whichever is asked. Tells nothing of any person, and is still best kept inside.',
  caller: 'anyone',
  noStore: true,
  answer: {
    description: 'In the text format of Prometheus.',
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    schema: z.string(),
  },
  errors: ['NOT_READY'],
})

/** `GET /metrics`. */
export function metricsRoutes(api: Api, metrics: Metrics): void {
  const readMetrics = metricsReader(metrics.registry)

  api.serve(read, async () => {
    try {
      return await readMetrics()
    } catch (cause) {
      throw new HttpError('NOT_READY', { about: 'its processes do not answer each other', cause })
    }
  })
}
