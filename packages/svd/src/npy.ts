import { SvdError } from './errors.js'

/** The element types that are read and written: NumPy's `<f4`, `<i4` and `<f8`. */
export type NpyData = Float32Array | Int32Array | Float64Array

/** An array of any rank, row-major. */
export interface NpyArray {
  readonly shape: readonly number[]
  readonly data: NpyData
}

type Descr = '<f4' | '<i4' | '<f8'

interface ElementTypeConstructor {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): NpyData
}

const ELEMENT_TYPES: Readonly<Record<Descr, ElementTypeConstructor>> = {
  '<f4': Float32Array,
  '<i4': Int32Array,
  '<f8': Float64Array,
}

/** `\x93NUMPY`, then version 1.0. */
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0)
/** The magic, the version and the 16-bit length of the header text. */
const PREAMBLE_BYTES = 10
/** Data start at a multiple of this, so that a mapped file can be read in place. */
const ALIGNMENT = 64
/** NumPy leaves room in the header for a first dimension of this many digits, so that files can grow. */
const GROWTH_DIGITS = 21

const HEADER =
  /^\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \((|\d+,|\d+(?:, \d+)+)\), \} *\n$/

/**
 * Writes an array as a `.npy` file, byte for byte as NumPy 2 does: format 1.0, little-endian, C order, the data
 * aligned to 64 bytes.
 *
 * @param array - The elements in row-major order; copied.
 * @param shape - Dimensions, whole numbers >= 0 whose product is `array.length`; `[]` is a single number.
 * @throws {@link SvdError} INVALID_OPTION if the shape does not fit the array.
 * @example
 * writeNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]) // np.load gives a float32 array of 3 rows
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function writeNpy(array: NpyData, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0) || product(shape) !== array.length)
    throw new SvdError(
      'INVALID_OPTION',
      `shape must be whole numbers whose product is the array's length ${array.length}, got [${shape.join(', ')}]`,
    )
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const header = `{'descr': '${descrOf(array)}', 'fortran_order': False, 'shape': (${tuple}), }`
  const growth = shape.length === 0 ? 0 : GROWTH_DIGITS - `${shape[0]}`.length
  // One more for the line feed. As in NumPy, a length that fits already still gains a whole block of spaces.
  const used = PREAMBLE_BYTES + header.length + growth + 1
  const dataStart = used + ALIGNMENT - (used % ALIGNMENT)

  const bytes = new Uint8Array(dataStart + array.byteLength)
  bytes.set(MAGIC)
  new DataView(bytes.buffer).setUint16(MAGIC.length, dataStart - PREAMBLE_BYTES, true)
  bytes.set(new TextEncoder().encode(header.padEnd(dataStart - PREAMBLE_BYTES - 1)), PREAMBLE_BYTES)
  bytes[dataStart - 1] = 0x0a
  // Native byte order is little-endian here: the WebAssembly kernels could not share memory with us otherwise.
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), dataStart)
  return bytes
}

/**
 * Reads a `.npy` file of format 1.0 in C order whose elements are `<f4`, `<i4` or `<f8`.
 *
 * @param bytes - The whole file. `data` is a view on these bytes where they are aligned, else a copy.
 * @throws {@link SvdError} BAD_FILE for anything else: another format, version, type or order, or
 *   more or fewer bytes than the shape says.
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  if (!MAGIC.subarray(0, 6).every((byte, i) => bytes[i] === byte)) throw bad('does not begin as a .npy file')
  if (bytes.length < PREAMBLE_BYTES) throw bad(`ends within its ${PREAMBLE_BYTES}-byte preamble`)
  if (bytes[6] !== MAGIC[6] || bytes[7] !== MAGIC[7])
    throw bad(`has .npy version ${bytes[6]}.${bytes[7]}, expected 1.0`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const dataStart = PREAMBLE_BYTES + view.getUint16(MAGIC.length, true)
  if (bytes.length < dataStart) throw bad('ends within its header')

  const header = new TextDecoder('latin1').decode(bytes.subarray(PREAMBLE_BYTES, dataStart))
  const match = HEADER.exec(header)
  if (match === null) throw bad(`has a header that cannot be read: ${JSON.stringify(header.trim())}`)
  const [, descr = '', fortranOrder, tuple = ''] = match
  if (!isDescr(descr))
    throw bad(`holds elements of type '${descr}', expected one of ${Object.keys(ELEMENT_TYPES).join(', ')}`)
  if (fortranOrder === 'True') throw bad('is in Fortran order, expected C order')

  const shape = tuple.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]))
  const ElementType = ELEMENT_TYPES[descr]
  const expected = product(shape) * ElementType.BYTES_PER_ELEMENT
  const found = bytes.length - dataStart
  if (found !== expected)
    throw bad(`has ${found} bytes of data, expected ${expected} for the shape (${tuple}) of '${descr}'`)
  return { shape, data: viewOrCopy(bytes, dataStart, product(shape), ElementType) }
}

function viewOrCopy(
  bytes: Uint8Array,
  start: number,
  length: number,
  ElementType: ElementTypeConstructor,
): NpyData {
  const byteOffset = bytes.byteOffset + start
  return byteOffset % ElementType.BYTES_PER_ELEMENT === 0
    ? new ElementType(bytes.buffer, byteOffset, length)
    : // Not `slice`, which in Node's Buffer is another view.
      new ElementType(new Uint8Array(bytes.subarray(start)).buffer, 0, length)
}

function descrOf(array: NpyData): Descr {
  if (array instanceof Float32Array) return '<f4'
  return array instanceof Int32Array ? '<i4' : '<f8'
}

function isDescr(text: string): text is Descr {
  return Object.hasOwn(ELEMENT_TYPES, text)
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, next) => size * next, 1)
}

function bad(reason: string): SvdError {
  return new SvdError('BAD_FILE', `The array ${reason}`)
}
