import type { Store } from '../stores/store.js'
import { StoreError } from '../stores/store-error.js'
import type { Metrics } from './metrics.js'

/**
 * The same store, with the time of every call recorded as stage `store`, and its failures counted by code. Pings are
 * not: those who ask how the database is must not change what is told of it.
 */
export function timedStore(store: Store, metrics: Pick<Metrics, 'stage' | 'storeFailures'>): Store {
  const timed =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      const startedAt = performance.now()
      try {
        return await call.apply(store, args)
      } catch (error) {
        if (error instanceof StoreError) metrics.storeFailures.inc({ code: error.code })
        throw error
      } finally {
        metrics.stage('store', performance.now() - startedAt)
      }
    }
  return {
    createUser: timed(store.createUser),
    findUser: timed(store.findUser),
    findSession: timed(store.findSession),
    changePassword: timed(store.changePassword),
    deleteUser: timed(store.deleteUser),
    exportUser: timed(store.exportUser),
    revokeToken: timed(store.revokeToken),
    getSeeds: timed(store.getSeeds),
    storeSeedsOnce: timed(store.storeSeedsOnce),
    getLikes: timed(store.getLikes),
    toggleLike: timed(store.toggleLike),
    getTaste: timed(store.getTaste),
    ping: () => store.ping(),
    close: () => store.close(),
  }
}
