/**
 * The program of a worker thread, which runs the objective of one module. Its trial is a stand-in: whatever the
 * objective asks of it, the main thread answers, while this thread waits in place. So nothing of a study is here.
 *
 * Messages through `parentPort`: in, `{ number }` of a trial to run; out, `{ value }` or `{ error }`. Through `port`:
 * out, `{ name, args }` of a method, or `{ name }` of a property; in, `{ value }` or `{ error }`.
 */
export const WORKER_SOURCE = `
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'

const { url, port, answered } = workerData

const ask = (question) => {
  Atomics.store(answered, 0, 0)
  port.postMessage(question)
  Atomics.wait(answered, 0, 0)
  const { value, error } = receiveMessageOnPort(port).message
  if (error !== undefined) throw Object.assign(new Error(error.message), error)
  return value
}

const trialOf = (number) => {
  const trial = { number }
  for (const name of ['suggestInt', 'suggestFloat', 'suggestCategorical', 'report', 'shouldPrune', 'setUserAttr'])
    trial[name] = (...args) => ask({ name, args })
  for (const name of ['state', 'value', 'params', 'userAttrs'])
    Object.defineProperty(trial, name, { get: () => ask({ name }) })
  return trial
}

const describe = (error) =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack, code: error.code }
    : { name: 'Error', message: String(error) }

const run = async (number) => {
  const { objective } = await import(url)
  if (typeof objective !== 'function') throw new Error(url + ' must export a function named objective')
  return objective(trialOf(number))
}

parentPort.on('message', async ({ number }) => {
  try {
    parentPort.postMessage({ value: await run(number) })
  } catch (error) {
    parentPort.postMessage({ error: describe(error) })
  }
})
`
