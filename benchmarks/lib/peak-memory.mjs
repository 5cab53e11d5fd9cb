// The most memory that a process has held.
import { existsSync, readFileSync } from 'node:fs'

/** In megabytes. What `resourceUsage` says counts that of the process which started this one, so Linux is asked. */
export function peakMegabytes() {
  const status = '/proc/self/status'
  const line = existsSync(status) && /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))
  return line ? (Number(line[1]) * 1024) / 1e6 : (process.resourceUsage().maxRSS * 1024) / 1e6
}
