import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { HyperoptError } from '../errors.js'
import type { Trial } from '../trial.js'
import { WORKER_SOURCE } from './worker-source.js'

/** An error as it goes from one thread to another. */
interface SentError {
  readonly name: string
  readonly message: string
  readonly stack?: string | undefined
  readonly code?: unknown
}

type Answer = { readonly value: unknown } | { readonly error: SentError }

/** What the objective in the thread asks of its trial: a method's result, or a property. */
interface Question {
  readonly name: keyof Trial
  readonly args?: readonly unknown[]
}

/** A thread that runs an objective on one trial at a time. */
export class ObjectiveWorker {
  readonly #worker: Worker
  /** Where the thread's questions come in. */
  readonly #port: MessagePort
  /** Set to 1 when a question is answered; the thread sleeps until then. */
  readonly #answered = new Int32Array(new SharedArrayBuffer(4))
  /** Set once the thread has ended. */
  #exitCode: number | undefined

  constructor(url: string) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    const source = new URL(`data:text/javascript,${encodeURIComponent(WORKER_SOURCE)}`)
    const workerData = { url, port: port2, answered: this.#answered }
    this.#worker = new Worker(source, { workerData, transferList: [port2], name: 'objective' })
    // What ends the thread while it has no trial shows when it gets the next one.
    this.#worker.on('error', () => {})
    this.#worker.on('exit', (code) => {
      this.#exitCode = code
    })
  }

  /**
   * Runs the objective.
   *
   * @returns What it returned.
   * @throws What it threw, as far as that can be sent; {@link HyperoptError} WORKER_FAILED if the thread has ended.
   */
  run(trial: Trial): Promise<unknown> {
    const worker = this.#worker
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        this.#port.off('message', answer)
        worker.off('message', finish).off('error', fail).off('exit', exit)
        act()
      }
      const answer = (question: Question) => this.#answer(answerOf(trial, question))
      const finish = (end: Answer) =>
        settle(() => ('error' in end ? reject(receivedError(end.error)) : resolve(end.value)))
      const fail = (cause: Error) =>
        settle(() =>
          reject(new HyperoptError('WORKER_FAILED', `a worker ended: ${cause.message}`, { cause })),
        )
      const exit = (code: number) => fail(new Error(`its exit code was ${code}`))
      if (this.#exitCode !== undefined) return exit(this.#exitCode)
      this.#port.on('message', answer)
      worker.on('message', finish).on('error', fail).on('exit', exit)
      worker.postMessage({ number: trial.number })
    })
  }

  /** Ends the thread, whatever it does. */
  async terminate(): Promise<void> {
    this.#port.close()
    await this.#worker.terminate()
  }

  #answer(answer: Answer): void {
    this.#port.postMessage(answer)
    Atomics.store(this.#answered, 0, 1)
    Atomics.notify(this.#answered, 0)
  }
}

function answerOf(trial: Trial, { name, args }: Question): Answer {
  try {
    const member: unknown = trial[name]
    return { value: typeof member === 'function' ? member.apply(trial, args) : member }
  } catch (error) {
    return { error: sentError(error) }
  }
}

function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message, stack } = error
  return { name, message, stack, code: 'code' in error ? error.code : undefined }
}

function receivedError({ message, ...more }: SentError): Error {
  return Object.assign(new Error(message), more)
}
