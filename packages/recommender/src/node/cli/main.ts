#!/usr/bin/env node
import { runCommand } from './run-command.js'
import { processTerminal } from './terminal.js'

// Not process.exit(): what is still being written to a pipe must get out, and a server goes on.
process.exitCode = await runCommand(process.argv.slice(2), processTerminal())
