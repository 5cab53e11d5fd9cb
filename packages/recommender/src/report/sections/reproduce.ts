import type { Artifact } from '../../artifact/artifact.js'
import type { Manifest } from '../../artifact/manifest.js'
import { LIBRARY_VERSION } from '../../library-version.js'
import { html } from '../page/html.js'
import { count, figure } from '../page/numbers.js'
import type { Table } from '../page/table.js'
import type { RunReport } from '../run-record.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'

export function reproduceSection({ artifact, run, evaluation, study, data }: ReportSources): Section {
  const dataDiffers = artifact && data && data.report.sha256 !== artifact.manifest.data.sha256
  return {
    id: 'reproduce',
    title: 'What this was made of, and how to make it again',
    lead: `The same file, options and seed give the same model, bit for bit.${dataDiffers ? ' The data file that was given is another one than the version was trained on.' : ''}`,
    parts: [
      ...(artifact ? partsOfArtifact(artifact, run?.report) : []),
      ...(run?.report ? [secondsTable(run.report)] : []),
      sourcesTable({ artifact, run, evaluation, study, data }),
    ],
  }
}

function partsOfArtifact({ manifest }: Artifact, report: RunReport | undefined): Section['parts'] {
  return [
    html`<pre tabindex="0" aria-label="Commands">${commandOf(manifest, report)}</pre>`,
    {
      caption: 'The version',
      head: ['What', 'Value'],
      texts: [1],
      rows: [
        ['version', manifest.version],
        ['made by', `@redux/recommender ${manifest.libraryVersion}`],
        ['model', manifest.model.kind],
        ['for newcomers', manifest.model.seeds ?? 'svd'],
        ['for known users', manifest.model.listeners ?? 'svd'],
        ['factors', count(manifest.counts.nFactors)],
        ['run', manifest.run ?? '–'],
        ['judged by', manifest.metrics?.protocol ?? 'nothing'],
      ],
    },
    {
      caption: 'Parameters',
      head: ['Parameter', 'value'],
      rows: Object.entries(manifest.model.hyperparameters).map(([name, value]) => [
        name,
        typeof value === 'number' ? figure(value) : String(value),
      ]),
    },
    {
      caption: 'Files of the version',
      head: ['File', 'bytes', 'SHA-256'],
      texts: [2],
      rows: manifest.files.map(({ name, bytes, sha256 }) => [
        name,
        count(bytes),
        html`<code>${sha256}</code>`,
      ]),
    },
  ]
}

/** Flags of `redux train` by what the model calls what they set. */
const FLAGS: Readonly<Record<string, string>> = {
  nFactors: '--factors',
  nEpochs: '--epochs',
  learningRate: '--learning-rate',
  regularization: '--regularization',
}

/** The command line that trains such a model, as far as the version tells. */
function commandOf({ data, model }: Manifest, report: RunReport | undefined): string {
  const { kind, hyperparameters } = model
  const seed = hyperparameters['seed'] ?? hyperparameters[`${model.seeds}.seed`] ?? 0
  const tuned = report?.tuning ? ['--trials', report.tuning.nTrials] : []
  // What was tuned is found again; of several models each has its own.
  const told = Object.entries(FLAGS).flatMap(([name, flag]) =>
    kind !== 'svd' || report?.tuning || hyperparameters[name] === undefined
      ? []
      : [flag, hyperparameters[name]],
  )
  const folds = report?.crossValidation ? ['--folds', report.crossValidation.folds] : []
  const train = [
    'redux train',
    shellWord(data.name),
    '--model',
    kind,
    ...told,
    ...tuned,
    ...folds,
    '--seed',
    seed,
  ]
  return `sha256sum ${shellWord(data.name)}  # ${data.sha256}\n${train.join(' ')}`
}

/** A text as one word of a POSIX shell. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function secondsTable({ seconds, peakMemoryBytes }: RunReport): Table {
  const total = seconds.reduce((sum, phase) => sum + phase.seconds, 0)
  return {
    caption: `Seconds of training; ${count(Math.round(peakMemoryBytes / 1e6))} MB of memory at most`,
    head: ['Phase', 'seconds'],
    rows: [...seconds.map((phase) => [phase.phase, phase.seconds.toFixed(2)]), ['total', total.toFixed(2)]],
  }
}

function sourcesTable({ artifact, run, evaluation, study, data }: ReportSources): Table {
  const fingerprint = (sha256: string) => html`SHA-256 <code>${sha256}</code>`
  return {
    caption: 'What this report was made of',
    head: ['Source', 'what', 'fingerprint'],
    texts: [1, 2],
    rows: [
      ['this report', `@redux/recommender ${LIBRARY_VERSION}`, '–'],
      ...(artifact
        ? [['training data', artifact.manifest.data.name, fingerprint(artifact.manifest.data.sha256)]]
        : []),
      ...(run ? [['training run', run.id, '–']] : []),
      ...(evaluation
        ? [
            [
              'evaluation',
              `${evaluation.data.name}, ${evaluation.createdAt}`,
              fingerprint(evaluation.data.sha256),
            ],
          ]
        : []),
      ...(study ? [['study', study.studyName, '–']] : []),
      ...(data ? [['data file', data.report.name, fingerprint(data.report.sha256)]] : []),
    ],
  }
}
