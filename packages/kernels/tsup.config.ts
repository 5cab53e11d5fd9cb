import { library } from '../../tsup.base.js'

const entry = { index: 'src/index.ts', 'linear-algebra': 'src/linear-algebra/index.ts' }
// Both entries share memories, threads and errors, which there must be only one of.
export default library(entry, { splitting: true })
