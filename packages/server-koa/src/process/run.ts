import cluster from 'node:cluster'
import { pino } from 'pino'
import { answerForWorkers } from '../metrics/cluster-metrics.js'
import { readSettings } from '../settings/settings.js'
import { type RunningService, start } from './start.js'
import { type Stoppable, untilSignal } from './until-signal.js'
import { isOrder, type WorkerReport } from './worker-messages.js'
import { WorkerPool } from './worker-pool.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Runs the service until it is told to stop: in this process or, with `WORKERS` above 1, in as many others.
 *
 * @param file - What the other processes run; it must call this function.
 * @returns The exit code to leave with.
 * @throws {@link StartError} as {@link start} does.
 */
export async function run(env: Environment, file: string): Promise<number> {
  if (cluster.isWorker) return runWorker(env)
  const { workers, logLevel, shutdownDelayMs, shutdownTimeoutMs } = readSettings(env)
  if (workers === 1) return untilSignal(alone(await start(env)), process)
  const logger = pino({ level: logLevel })
  const pool = new WorkerPool({ workers, file, stopTimeoutMs: shutdownDelayMs + shutdownTimeoutMs, logger })
  answerForWorkers()
  try {
    const url = await pool.start()
    logger.info({ url, workers }, `Redux Recommender is ready at ${url}`)
  } catch (error) {
    await pool.stop()
    throw error
  }
  return untilSignal(pool, process)
}

/** One process has nobody to take over from it: a reload takes a new version of the artifacts into service. */
function alone({ stop, refreshArtifacts }: RunningService): Stoppable {
  return { stop, reload: refreshArtifacts }
}

/**
 * A worker stops when its primary says so; when that is gone, Node ends it at once. Ctrl-C reaches all processes of a
 * terminal, so it is the primary's to hear alone.
 */
async function runWorker(env: Environment): Promise<number> {
  process.on('SIGINT', () => {})
  process.on('SIGHUP', () => {})
  const service = await start(env)
  tell({ type: 'listening', url: service.url })
  return new Promise((resolve, reject) => {
    const stop = (replaced: boolean) =>
      service.stop({ replaced }).then(() => tell({ type: 'finished' }), reject)
    process.on('message', (message) => {
      if (!isOrder(message)) return
      if (message.type === 'stop') stop(message.replaced)
      else resolve(0)
    })
    process.on('SIGTERM', () => stop(false))
  })
}

function tell(report: WorkerReport): void {
  process.send?.(report)
}
