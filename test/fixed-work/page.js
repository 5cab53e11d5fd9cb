// Does the work for the backend that the address names, here or in a worker, and shows the report.
import { fixedWork } from './work.js'

function workInWorker(backend) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
  return new Promise((done, failed) => {
    worker.onmessage = ({ data }) => done(data)
    worker.onerror = ({ message }) => failed(new Error(message))
    worker.postMessage(backend)
  })
}

const wanted = new URLSearchParams(location.search)
const work = wanted.get('in') === 'worker' ? workInWorker : fixedWork
const report = await work(wanted.get('backend')).catch((error) => String(error))
document.querySelector('output').textContent = JSON.stringify(report)
