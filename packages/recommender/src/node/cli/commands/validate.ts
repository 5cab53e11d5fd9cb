import type { Command } from 'commander'
import { loadArtifact } from '../../artifacts/load.js'
import { DEFAULT_ARTIFACTS, jsonOption } from '../common-options.js'
import { manifestText } from '../tables.js'
import type { Terminal } from '../terminal.js'

export function addValidateCommand(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description('Check every file of an artifact against its manifest: sizes, hashes and counts.')
    .argument('[folder]', 'artifacts folder, or one version in it', DEFAULT_ARTIFACTS)
    .addOption(jsonOption())
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      const { manifest } = await loadArtifact(folder)
      terminal.print(json ? JSON.stringify(manifest, null, 2) : manifestText(manifest, terminal.colours))
    })
}
