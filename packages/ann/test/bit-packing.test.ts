import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packCodes, packedSize, unpackCodes } from '../src/faiss-file/bit-packing.js'

test('codes lie one behind the other, lowest bit first, and each vector begins with a byte', () => {
  // 1 + 2 * 2^5 + 3 * 2^10 = 0x0c41, and 31 + 0 + 16 * 2^10 = 0x401f.
  const codes = Uint8Array.of(1, 2, 3, 31, 0, 16)
  expect(packCodes(codes, 3, 5)).toEqual(Uint8Array.of(0x41, 0x0c, 0x1f, 0x40))
})

test('unpackCodes undoes packCodes, for every number of bits', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.nat(255), { maxLength: 60 }),
      (nbits, M, bytes) => {
        const codes = Uint8Array.from(
          bytes.slice(0, bytes.length - (bytes.length % M)),
          (byte) => byte >> (8 - nbits),
        )
        const packed = packCodes(codes, M, nbits)
        expect(packed).toHaveLength((codes.length / M) * packedSize(M, nbits))
        expect(unpackCodes(packed, M, nbits)).toEqual(codes)
        if (nbits === 8) expect(packed).toEqual(codes)
      },
    ),
  )
})
