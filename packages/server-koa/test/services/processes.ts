import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/** A port nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export interface StartOptions {
  readonly command: string
  readonly args: readonly string[]
  /** Whom it runs as, if not as whoever runs the tests. */
  readonly user?: { readonly uid: number; readonly gid: number }
  /** What it prints, on either stream, once it is up. */
  readonly ready: string
}

/** Starts a server and waits until it says that it is up. */
export function startProcess({ command, args, user, ready }: StartOptions): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...user, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk
      if (said.includes(ready)) resolve(child)
    }
    // They are read on, or the pipe would fill up and the server stand still.
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', reject)
    // A run that ends before it has cleaned up leaves no server behind, unless it is killed.
    const end = () => child.kill('SIGQUIT')
    process.once('exit', end)
    child.once('exit', () => process.removeListener('exit', end))
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}: ${said}`)))
  })
}

/** Sends a signal and waits for the end. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** Sends a signal to a process and its children: a server that is a family stands still only as a whole. */
export function signalFamily(pid: number, signal: 'SIGSTOP' | 'SIGCONT'): void {
  process.kill(pid, signal)
  for (const child of childrenOf(pid)) {
    try {
      process.kill(child, signal)
    } catch {
      // Ended since the list was made.
    }
  }
}

function childrenOf(pid: number): number[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const rows = list.trim().split('\n')
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid ? [child] : []))
}
