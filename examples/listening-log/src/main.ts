// node examples/listening-log/dist/main.js <out.csv.gz> [--truth <truth.json>] [--seed <n>]
import { parseArgs } from 'node:util'
import { generateListeningLog } from './listening-log.js'
import { writeListeningLog, writeTruth } from './write.js'

const USAGE = 'Usage: node dist/main.js <out.csv.gz> [--truth <truth.json>] [--seed <n>]'

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { truth: { type: 'string' }, seed: { type: 'string', default: '1' } },
  })
  const [out] = positionals
  if (out === undefined || positionals.length > 1) throw new Error(USAGE)
  const log = generateListeningLog({ seed: Number(values.seed) })
  await writeListeningLog(out, log)
  if (values.truth !== undefined) await writeTruth(values.truth, log)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
