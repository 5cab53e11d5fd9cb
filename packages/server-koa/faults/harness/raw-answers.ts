import { connect } from 'node:net'

const LIMIT_MS = 20_000

/** Sends bytes on a connection of their own, says that there are no more, and reads to the end. Never rejects. */
export function sendRaw(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.setTimeout(LIMIT_MS, () => socket.destroy())
    socket.on('data', (chunk) => chunks.push(chunk))
    // Who is refused while still sending may see the connection reset.
    socket.on('error', () => {})
    socket.on('close', () => resolve(Buffer.concat(chunks)))
  })
}

/** The status of every answer in what a connection gave. */
export function statusesOf(received: Buffer): number[] {
  const statuses: number[] = []
  for (let at = 0; at < received.length; ) {
    const headEnd = received.indexOf('\r\n\r\n', at)
    if (headEnd < 0) break
    const head = received.subarray(at, headEnd).toString('latin1')
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
    if (Number.isNaN(status)) break
    statuses.push(status)
    const length = /^content-length: (\d+)/im.exec(head)?.[1]
    // An answer to HEAD has a length and no body; nothing follows it in what is sent here.
    at = headEnd + 4 + Number(length ?? 0)
  }
  return statuses
}
