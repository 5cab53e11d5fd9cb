import { Recommender, RecommenderError } from '@redux/recommender'
import { pino } from 'pino'
import { createApp } from './app.js'
import { StartError } from './errors.js'
import { CatalogueProvider } from './metadata/catalogue-provider.js'
import { listen, type RunningServer } from './serve.js'
import type { ServedRecommender } from './served-recommender.js'
import { readSettings } from './settings.js'
import { openSqliteStore } from './stores/sqlite-store.js'

/**
 * Starts the whole service from environment variables: settings, artifacts, database, app, port. Logs JSON lines
 * to standard output.
 *
 * @param env - Usually `process.env`. Read, never written.
 * @throws {@link StartError} when something whoever starts it can mend is in the way; nothing is left open.
 */
export async function start(env: Readonly<Record<string, string | undefined>>): Promise<RunningServer> {
  const settings = readSettings(env)
  const logger = pino({ level: settings.logLevel })
  for (const warning of settings.warnings) logger.warn({}, warning)
  const recommender = await loadRecommender(settings.artifactsDir)
  const { version, nSongs } = recommender
  logger.info({ artifactsDir: settings.artifactsDir, version, nSongs }, 'artifacts loaded')
  const store = await openSqliteStore(settings.databasePath)
  try {
    const providers = [new CatalogueProvider(recommender)]
    const app = createApp({ recommender, store, providers, settings, logger })
    const { host, port, shutdownTimeoutMs } = settings
    return await listen(app, { host, port, shutdownTimeoutMs, logger, afterStop: () => store.close() })
  } catch (error) {
    await store.close()
    throw error
  }
}

async function loadRecommender(folder: string): Promise<ServedRecommender> {
  try {
    return await Recommender.load(folder)
  } catch (error) {
    if (!(error instanceof RecommenderError)) throw error
    const message = `The artifacts folder "${folder}" cannot be served: ${error.message}
Make one with: redux train <file> --out ${folder}`
    throw new StartError('BAD_ARTIFACTS', message, { cause: error })
  }
}
