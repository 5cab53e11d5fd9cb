import { fixedWork } from './work.js'

addEventListener('message', ({ data: backend }) => {
  fixedWork(backend).then(postMessage, (error) => postMessage(String(error)))
})
