/** What can be told to stop and to reload. */
export interface Stoppable {
  /** In good order. Further calls wait for the first. */
  stop(): Promise<void>
  /** Takes what has changed into service without a pause. */
  reload(): Promise<void>
}

/** The part of `process` {@link untilSignal} listens to. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown
}

/**
 * Waits to be told to stop. The first SIGTERM or SIGINT stops in good order; a second one, from somebody who will not
 * wait, ends the wait at once. SIGHUP reloads.
 *
 * @returns The exit code to leave with: 0 after an orderly stop, 130 or 143 after a second signal.
 */
export function untilSignal(service: Stoppable, signals: SignalSource): Promise<number> {
  return new Promise((resolve, reject) => {
    let told = false
    const tell = (exitCode: number) => () => {
      if (told) return resolve(exitCode)
      told = true
      service.stop().then(() => resolve(0), reject)
    }
    signals.on('SIGINT', tell(130))
    signals.on('SIGTERM', tell(143))
    signals.on('SIGHUP', () => {
      if (!told) service.reload().catch(reject)
    })
  })
}
