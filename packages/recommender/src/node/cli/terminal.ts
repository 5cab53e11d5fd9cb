/** What the commands write to: standard output for results, standard error for everything else. */
export interface Terminal {
  /** Writes a line (or several) of results. */
  print(text: string): void
  /** Writes a line for people that is no result: progress, warnings, errors. */
  note(text: string): void
  /** Whether results may be coloured. */
  readonly colours: boolean
  /** Whether somebody watches standard error, so that a bar may be drawn on it. */
  readonly watched: boolean
}

/** This process's own terminal. A reader who left early (`| head`) ends the process quietly. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit()
      throw error
    })
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    colours: process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '',
    watched: process.stderr.isTTY === true && process.env['TERM'] !== 'dumb',
  }
}
