/*
 * FAISS packs the codes of a vector that take fewer than 8 bits each: one behind the other, lowest bit first, across the
 * borders of bytes; the bits left over in a vector's last byte are zero.
 */

/** Bytes to a vector. */
export function packedSize(M: number, nbits: number): number {
  return Math.ceil((M * nbits) / 8)
}

/**
 * @param codes - n x M, a byte each, below `2^nbits`.
 * @returns n x {@link packedSize}.
 */
export function packCodes(codes: Uint8Array, M: number, nbits: number): Uint8Array {
  const size = packedSize(M, nbits)
  const n = codes.length / M
  const packed = new Uint8Array(n * size)
  for (let i = 0; i < n; i++)
    for (let m = 0; m < M; m++) {
      const bit = m * nbits
      const at = i * size + (bit >> 3)
      const shifted = codes[i * M + m]! << (bit & 7)
      packed[at]! |= shifted
      if (shifted > 255) packed[at + 1]! |= shifted >> 8
    }
  return packed
}

/**
 * The inverse of {@link packCodes}.
 *
 * @param packed - n x {@link packedSize}.
 */
export function unpackCodes(packed: Uint8Array, M: number, nbits: number): Uint8Array {
  const size = packedSize(M, nbits)
  const n = packed.length / size
  const codes = new Uint8Array(n * M)
  const mask = 2 ** nbits - 1
  for (let i = 0; i < n; i++)
    for (let m = 0; m < M; m++) {
      const bit = m * nbits
      const at = i * size + (bit >> 3)
      // Behind the last byte nothing is needed, but it may belong to the next vector.
      const twoBytes = packed[at]! | ((packed[at + 1] ?? 0) << 8)
      codes[i * M + m] = (twoBytes >> (bit & 7)) & mask
    }
  return codes
}
