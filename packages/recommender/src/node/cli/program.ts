import { Command } from 'commander'
import { LIBRARY_VERSION } from '../../library-version.js'
import { addCoversCommand } from './commands/covers.js'
import { addDbCommand } from './commands/db.js'
import { addEvaluateCommand } from './commands/evaluate.js'
import { addRecommendCommand } from './commands/recommend.js'
import { addReportCommand } from './commands/report.js'
import { addRollbackCommand } from './commands/rollback.js'
import { addSearchCommand } from './commands/search.js'
import { addServeCommand } from './commands/serve.js'
import { addSimilarCommand } from './commands/similar.js'
import { addTrainCommand } from './commands/train.js'
import { addTuneCommand } from './commands/tune.js'
import { addValidateCommand } from './commands/validate.js'
import type { Terminal } from './terminal.js'

const EXIT_CODES_HELP = `
Exit codes:
  0    all is well
  1    a file, a folder, an artifact or a song is at fault
  2    the command line is at fault
  130  stopped by Ctrl-C (143 by SIGTERM); nothing was published`

/** The `redux` command with all its commands; it throws where commander would end the process. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('redux')
    .description('Learns from who listened to what, and recommends songs.')
    .version(LIBRARY_VERSION)
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError('(--help lists what there is)')
    .addHelpText('after', EXIT_CODES_HELP)
  addTrainCommand(program, terminal)
  addRecommendCommand(program, terminal)
  addSimilarCommand(program, terminal)
  addSearchCommand(program, terminal)
  addValidateCommand(program, terminal)
  addRollbackCommand(program, terminal)
  addEvaluateCommand(program, terminal)
  addTuneCommand(program, terminal)
  addReportCommand(program, terminal)
  addServeCommand(program, terminal)
  addDbCommand(program, terminal)
  addCoversCommand(program, terminal)
  return program
}
