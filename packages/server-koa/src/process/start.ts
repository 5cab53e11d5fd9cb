import cluster from 'node:cluster'
import { pino } from 'pino'
import { openService } from '../open-service.js'
import { readSettings } from '../settings/settings.js'
import { listen, type RunningServer } from './listen.js'

/** A service that listens. */
export interface RunningService extends RunningServer {
  /** Looks at once whether another version of the artifacts is current. */
  refreshArtifacts(): Promise<void>
}

/**
 * Starts the whole service in this process from environment variables: settings, artifacts, database, app, port. Logs
 * JSON lines to standard output.
 *
 * @param env - Usually `process.env`. Read, never written.
 * @throws {@link StartError} when something whoever starts it can mend is in the way; nothing is left open.
 */
export async function start(env: Readonly<Record<string, string | undefined>>): Promise<RunningService> {
  const settings = readSettings(env)
  const logger = pino({ level: settings.logLevel, base: { pid: process.pid } })
  for (const warning of settings.warnings) logger.warn({}, warning)
  const service = await openService(settings, logger)
  const { app, lifecycle, refreshArtifacts } = service
  try {
    const server = await listen(app, { settings, lifecycle, logger, afterStop: service.close })
    // Of many workers the primary tells.
    if (cluster.isPrimary) logger.info({ url: server.url }, `Redux Recommender is ready at ${server.url}`)
    return { ...server, refreshArtifacts }
  } catch (error) {
    await service.close()
    throw error
  }
}
