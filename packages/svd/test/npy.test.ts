import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNpy, writeNpy } from '../src/npy.js'

const HEADER_OF_3_BY_2 = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }"

/** The header text of a file, without its padding. */
const headerOf = (bytes: Uint8Array) =>
  new TextDecoder('latin1').decode(bytes.subarray(10, 10 + bytes[8]! + 256 * bytes[9]!)).trimEnd()

/** A file with a part of its header text replaced, and padded to the same length. */
function withHeader(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const header = headerOf(bytes)
  expect(header).toContain(from)
  const changed = bytes.slice()
  changed.set(new TextEncoder().encode(header.replace(from, to).padEnd(117)), 10)
  return changed
}

describe('writeNpy', () => {
  it('writes what NumPy 2.4 saves for a float32 array of 3 rows and 2 columns', () => {
    const bytes = writeNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2])
    // numpy.save(f, numpy.array([[1, 2], [3, 4], [5, 6]], '<f4')), numpy 2.4.6
    const header = `\x93NUMPY\x01\x00v\x00${HEADER_OF_3_BY_2.padEnd(117)}\n`
    const data = '0000803f0000004000004040000080400000a0400000c040'
    expect(Buffer.from(bytes).toString('hex')).toBe(Buffer.from(header, 'latin1').toString('hex') + data)
  })

  it.each([
    [Float32Array.of(1, 2), [2], "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"],
    [Int32Array.of(7), [], "{'descr': '<i4', 'fortran_order': False, 'shape': (), }"],
    [new Float64Array(0), [0, 5], "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 5), }"],
  ])('writes the tuple of every rank as Python does: %#', (array, shape, header) => {
    expect(headerOf(writeNpy(array, shape))).toBe(header)
  })

  it.each([
    // Total header sizes of numpy 2.4.6 for these shapes: the room for a growing first dimension counts.
    [[3, 2], 128],
    [[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 128],
    [[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 128],
    [Array(20).fill(1), 192],
  ])('pads the header of shape %j to %i bytes', (shape, expected) => {
    const length = shape.reduce((product, size) => product * size, 1)
    expect(writeNpy(new Float32Array(length), shape).length - 4 * length).toBe(expected)
  })

  it.each([[[2, 2]], [[-3]], [[1.5, 2]], [[Number.NaN]]])('refuses the shape %j for 3 elements', (shape) => {
    expect(() => writeNpy(new Float32Array(3), shape)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    )
  })
})

describe('readNpy', () => {
  it('gives back type, shape and every bit of what was written, at any byte offset', () => {
    const anyArray = fc.oneof(
      fc.float32Array({ maxLength: 40 }),
      fc.float64Array({ maxLength: 40 }),
      fc.int32Array({ maxLength: 40 }),
    )
    fc.assert(
      fc.property(anyArray, fc.nat(9), fc.boolean(), (array, offset, twoDimensional) => {
        const shape = twoDimensional ? [1, array.length] : [array.length]
        const written = writeNpy(array, shape)
        const moved = new Uint8Array(written.length + offset).subarray(offset)
        moved.set(written)
        const read = readNpy(moved)
        expect(read.shape).toEqual(shape)
        expect(read.data.constructor).toBe(array.constructor)
        expect(Buffer.from(read.data.buffer, read.data.byteOffset, read.data.byteLength)).toEqual(
          Buffer.from(array.buffer, array.byteOffset, array.byteLength),
        )
      }),
    )
  })

  it("reads Node's buffers at odd offsets", () => {
    const buffer = Buffer.concat([Buffer.of(0), writeNpy(Float32Array.of(1, 2), [2])]).subarray(1)
    expect(readNpy(buffer).data).toEqual(Float32Array.of(1, 2))
  })

  it('reads aligned files in place', () => {
    const bytes = writeNpy(Float32Array.of(1, 2), [2])
    expect(readNpy(bytes).data.buffer).toBe(bytes.buffer)
  })

  const good = () => writeNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2])
  const set = (at: number, value: number) => Object.assign(good(), { [at]: value })
  it.each([
    ['no magic', () => set(0, 0x92), 'does not begin as a .npy file'],
    ['no bytes at all', () => new Uint8Array(0), 'does not begin as a .npy file'],
    ['only the magic', () => good().slice(0, 7), 'ends within its 10-byte preamble'],
    ['version 2.0', () => set(6, 2), 'has .npy version 2.0, expected 1.0'],
    ['half a header', () => good().slice(0, 60), 'ends within its header'],
    ['a truncated element', () => good().slice(0, -1), 'has 23 bytes of data, expected 24'],
    ['an extra byte', () => Uint8Array.from([...good(), 0]), 'has 25 bytes of data, expected 24'],
    ['half floats', () => withHeader(good(), '<f4', '<f2'), "elements of type '<f2'"],
    ['big-endian floats', () => withHeader(good(), '<f4', '>f4'), "elements of type '>f4'"],
    ['Fortran order', () => withHeader(good(), 'False,', 'True,'), 'is in Fortran order'],
    ['another shape', () => withHeader(good(), '(3, 2)', '(3, 3)'), 'has 24 bytes of data, expected 36'],
    ['a negative shape', () => withHeader(good(), '(3, 2)', '(-3, 2)'), 'header that cannot be read'],
    ['code for a header', () => withHeader(good(), "'<f4'", 'f()  '), 'header that cannot be read'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readNpy(bytes())).toThrow(
      expect.objectContaining({ code: 'BAD_FILE', message: expect.stringContaining(message) }),
    )
  })
})
