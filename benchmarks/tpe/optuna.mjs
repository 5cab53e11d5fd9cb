// Optuna in a Python of its own: its samplers suggest, our functions say what that is worth.
import { PythonPeer } from '../lib/python-peer.mjs'

export class Optuna {
  #peer

  /** @returns undefined if there is no Python with Optuna. */
  static async start() {
    const peer = await PythonPeer.start('optuna')
    return peer && new Optuna(peer)
  }

  constructor(peer) {
    this.#peer = peer
  }

  get version() {
    return this.#peer.greeting.version
  }

  /** The best value that a sampler finds. */
  async best(objective, { seed, multivariate, nTrials }) {
    await this.#peer.ask('study', { seed, multivariate })
    for (let i = 0; i < nTrials; i++) {
      await this.#peer.ask('trial')
      await this.#peer.ask('tell', { value: await objective(this.#trial()) })
    }
    return (await this.#peer.ask('best')).value
  }

  stop() {
    this.#peer.stop()
  }

  #trial() {
    const suggest = async (kind, values) => (await this.#peer.ask('suggest', { kind, ...values })).value
    return {
      suggestFloat: (name, low, high, options = {}) => suggest('float', { name, low, high, options }),
      suggestInt: (name, low, high, options = {}) => suggest('int', { name, low, high, options }),
      suggestCategorical: (name, choices) => suggest('categorical', { name, choices }),
    }
  }
}
