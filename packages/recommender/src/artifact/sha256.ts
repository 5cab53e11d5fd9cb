/** SHA-256 as lower-case hexadecimal, by WebCrypto, so that browsers have it too (on https and localhost). */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // WebCrypto refuses shared memory; files and encoders never hand it out, but the type cannot say so.
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
