import { StringDecoder } from 'node:string_decoder'

/** Turns chunks of bytes into text, wherever they are cut. */
export interface ChunkDecoder {
  write(chunk: Buffer): string
  /** What is left of a character that never ended. */
  end(): string
}

export function createDecoder(encoding: 'utf-8' | 'latin-1'): ChunkDecoder {
  return encoding === 'utf-8'
    ? new StringDecoder('utf8')
    : { write: (chunk) => windows1252(chunk.toString('latin1')), end: () => '' }
}

/**
 * The characters of the bytes 0x80 to 0x9F, by https://encoding.spec.whatwg.org/index-windows-1252.txt; the five
 * bytes it leaves out stay control characters. TextDecoder would do, but several releases of Node take
 * windows-1252 for ISO 8859-1 (https://github.com/nodejs/node/issues/56542).
 */
const HIGH_CONTROLS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

function windows1252(latin1: string): string {
  return latin1.replace(/[\x80-\x9f]/g, (control) => HIGH_CONTROLS[control.charCodeAt(0) - 0x80]!)
}
