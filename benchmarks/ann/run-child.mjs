// Runs a measurement in a process of its own, whose memory nothing else has touched.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** @returns What the program prints, which is JSON. */
export async function runChild(url, values) {
  const args = ['--expose-gc', fileURLToPath(url), ...values.map(String)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout)
}
