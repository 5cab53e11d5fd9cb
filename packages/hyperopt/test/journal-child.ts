// Runs trials of a study in a file: the child process of journal-processes.test.ts.
import { createStudy, JournalStorage, type Objective, RandomSampler } from '../src/index.js'

const [path = '', act = '', nTrials = '0'] = process.argv.slice(2)

const objective: Objective = async (trial) => {
  const x = trial.suggestFloat('x', -5, 5)
  trial.report(x, 0)
  process.stdout.write('running ')
  // Forever: until the process is killed.
  if (act === 'hang' && trial.number % 3 === 2) await new Promise(() => setInterval(() => {}, 1000))
  return x * x
}

const study = createStudy({
  direction: 'minimize',
  storage: new JournalStorage(path),
  sampler: new RandomSampler({ seed: 1 }),
})
process.stdout.write('ready ')
await study.optimize(objective, { nTrials: Number(nTrials) })
