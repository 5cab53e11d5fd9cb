import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Bundles journal-child.ts into a folder. @returns A function that starts it with arguments. */
export async function bundleChild(folder: string): Promise<(...args: string[]) => ChildProcess> {
  const script = join(folder, 'child.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('journal-child.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // seedrandom looks for Node's crypto by require, which ES modules lack.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
    },
    logLevel: 'error',
  })
  return (...args) => spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Waits until a process has said `word` so many times. */
export async function said(child: ChildProcess, word: string, times = 1): Promise<void> {
  let text = ''
  for await (const chunk of child.stdout!.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += chunk
    if (text.split(word).length > times) return
  }
  throw new Error(`the process ended after ${JSON.stringify(text)}`)
}

/** Kills a process without any chance to clean up. */
export async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
