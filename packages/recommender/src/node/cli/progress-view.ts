import cliProgress from 'cli-progress'
import type { Terminal } from './terminal.js'

/** How far the current phase of a run is. */
interface Progress {
  readonly phase: string
  /** From 0 to 1; 1 exactly once, at the end of the phase. */
  readonly fraction: number
  readonly detail: string
}

/** Shows how a run gets on. */
export interface ProgressView {
  update(progress: Progress): void
  /** Restores the terminal (cursor, line wrapping); to be called however the run ends. */
  stop(): void
}

const FORMAT = '{phase} [{bar}] {percentage}% {elapsed} {detail}'
const PHASE_WIDTH = 'cross-validate'.length

/** A bar per phase where somebody watches, else a line per finished phase. */
export function createProgressView(terminal: Terminal): ProgressView {
  return terminal.watched ? bars() : lines(terminal)
}

function bars(): ProgressView {
  let bar: cliProgress.SingleBar | undefined
  let phase: string | undefined
  const start = (progress: Progress) => {
    bar?.stop()
    phase = progress.phase
    const startedAt = performance.now()
    bar = new cliProgress.SingleBar({
      format: FORMAT,
      formatValue: (value, _options, type) =>
        type === 'percentage' ? String(value).padStart(3) : String(value),
      barsize: 24,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      hideCursor: true,
      stream: process.stderr,
    })
    bar.start(1, 0, {
      phase: phase.padEnd(PHASE_WIDTH),
      detail: progress.detail,
      elapsed: { toString: () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s` },
    })
  }
  return {
    update(progress) {
      if (progress.phase !== phase) start(progress)
      bar?.update(progress.fraction, { detail: progress.detail })
    },
    stop() {
      bar?.stop()
      bar = undefined
    },
  }
}

function lines(terminal: Terminal): ProgressView {
  return {
    update({ phase, fraction, detail }) {
      if (fraction === 1) terminal.note(detail === '' ? phase : `${phase}: ${detail}`)
    },
    stop() {},
  }
}
