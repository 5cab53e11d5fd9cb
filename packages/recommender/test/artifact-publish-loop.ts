// Publishes versions until it is killed: the child process of artifact-publish.test.ts.
import { publishArtifact, writeVersion } from '../src/node/artifacts/publish.js'
import { smallContent } from './artifact-small-content.js'

const [artifacts = '', rehearsal = '', first = '0'] = process.argv.slice(2)
// A hundred kilobytes, so that a kill often falls into the midst of a file.
const content = (second: number) =>
  smallContent({
    users: 200,
    items: 150,
    nFactors: 64,
    createdAt: new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString(),
  })

// The first time is the slow one; without it a kill would mostly fall into the loading of code.
await writeVersion(rehearsal, content(Number(first)))
process.stdout.write('ready')
for (let second = Number(first); ; second++) {
  await publishArtifact(artifacts, content(second))
  process.stdout.write('.')
}
