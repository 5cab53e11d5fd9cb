// Loaded before the service, which knows nothing of it: at SIGUSR2 all garbage is collected, so that what is left is
// what is in use.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
process.on('SIGUSR2', () => collect())
