// A Python program to compare with, kept alive: it is sent commands and answers them, each a line of JSON, and large
// arrays go through files of a folder that it makes and removes.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export class PythonPeer {
  /** What the program said of itself in its first line. */
  greeting
  #child
  #lines

  /**
   * Starts `<name>_peer.py` of benchmarks/peers with the Python that PEER_PYTHON names.
   *
   * @returns undefined, with a line that says so, if there is no such Python or it lacks what the program needs.
   */
  static async start(name) {
    const python = process.env['PEER_PYTHON']
    if (python === undefined) {
      console.error(`Without ${name}: PEER_PYTHON has to name a Python that can run it.`)
      return undefined
    }
    const peer = new PythonPeer(python, name)
    try {
      peer.greeting = await peer.#nextLine()
      return peer
    } catch {
      console.error(`Without ${name}: ${python} could not run it.`)
      return undefined
    }
  }

  constructor(python, name) {
    const script = fileURLToPath(new URL(`../peers/${name}_peer.py`, import.meta.url))
    this.#child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: this.#child.stdout })
    this.#lines = lines[Symbol.asyncIterator]()
    // There is no such program, or it has ended: the next line is missed, and that is the error that is told.
    this.#child.on('error', () => lines.close())
    this.#child.stdin.on('error', () => {})
  }

  /** Sends a command and waits for what it answers. */
  async ask(command, values = {}) {
    this.#child.stdin.write(`${JSON.stringify({ command, ...values })}\n`)
    const answer = await this.#nextLine()
    if (answer.error !== undefined) throw new Error(`the peer failed at ${command}: ${answer.error}`)
    return answer
  }

  /** Ends the program, which removes its folder. */
  stop() {
    this.#child.stdin.end()
  }

  async #nextLine() {
    const { value, done } = await this.#lines.next()
    if (done) throw new Error('the peer has ended')
    return JSON.parse(value)
  }
}
