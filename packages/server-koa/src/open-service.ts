import { ServedArtifacts } from './artifacts/served-artifacts.js'
import type { Log } from './log.js'
import { createProviders } from './metadata/create-providers.js'
import type { BreakerState } from './metadata/resilience.js'
import { Metrics } from './metrics/metrics.js'
import { assembleService, type Service } from './service.js'
import type { Settings } from './settings/settings.js'
import { openDatabase } from './stores/open-database.js'
import { readWebApp } from './web-app/read-web-app.js'

/** A service with everything it needs, opened as the settings say. */
export interface OpenService extends Service {
  /** Looks at once whether another version of the artifacts is current. */
  refreshArtifacts(): Promise<void>
}

/**
 * Reads the web app, opens artifacts, database, cache and providers, and puts the service together.
 *
 * @throws StartError when something whoever starts it can mend is in the way; nothing is left open.
 */
export async function openService(settings: Settings, logger: Log): Promise<OpenService> {
  const opened: (() => Promise<void>)[] = []
  const close = async () => {
    for (const closeOne of opened.reverse()) await closeOne()
  }
  try {
    // First, as what is wrong with the settings is said before anything is opened or migrated.
    const webApp = settings.webAppDir === '' ? undefined : await readWebApp(settings.webAppDir)
    const metrics = new Metrics()
    const artifacts = await ServedArtifacts.open(settings.artifactsDir, logger, {
      onStage: metrics.stage,
      onSwap: (version, former) => metrics.artifactServed(version, former),
      onRefusal: () => metrics.artifactSwaps.inc({ outcome: 'refused' }),
    })
    opened.push(() => artifacts.close())
    const database = await openDatabase(settings.databaseUrl, {
      poolSize: settings.databasePoolSize,
      statementTimeoutMs: settings.databaseTimeoutMs,
      readUrl: settings.databaseReadUrl === '' ? undefined : settings.databaseReadUrl,
      onProblem: (err) => logger.warn({ err }, 'the database has a problem'),
    })
    opened.push(() => database.close())
    const { providers, breakers } = watchedProviders(settings, metrics, logger)
    const { store, coverTable } = database
    const parts = { settings, artifacts, store, coverTable, providers, breakers, metrics, webApp, logger }
    const service = await assembleService(parts)
    opened.push(service.close, async () => {
      for (const provider of providers) provider.close?.()
    })
    artifacts.watch(settings.artifactsPollMs)
    return { ...service, close, refreshArtifacts: () => artifacts.refresh() }
  } catch (error) {
    await close()
    throw error
  }
}

/** The providers that the settings name, their calls and breakers told to metrics and log. */
function watchedProviders(settings: Settings, metrics: Metrics, logger: Log) {
  const breakers = new Map<string, BreakerState>()
  const providers = createProviders(settings, {
    onStateChange: (provider, state) => {
      breakers.set(provider, state)
      metrics.breaker(provider, state)
      logger.warn({ provider, state }, 'the breaker of a metadata provider changed')
    },
    onCall: (provider, outcome, ms) => metrics.providerCalls.observe({ provider, outcome }, ms / 1000),
  })
  return { providers, breakers }
}
