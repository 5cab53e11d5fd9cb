// Does the work for the backend it is told and prints the report. No top-level await, for it runs as CommonJS, too.
import { fixedWork } from './work.js'

fixedWork(process.argv[2]).then((report) => process.stdout.write(JSON.stringify(report)))
