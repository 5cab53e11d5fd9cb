import { readFileSync } from 'node:fs'
import { FIXTURE_NAMES, type FixtureName, fixtureFiles } from './fixtures.js'

/** Where a field of a fixture is, in bytes, and its type; `[]` marks an array. Found by a parser of another language. */
type Field = readonly [offset: number, length: number, type: string]

const fieldsOf: Readonly<Record<FixtureName, readonly Field[]>> = JSON.parse(
  readFileSync(new URL('./fixtures/fields.json', import.meta.url), 'utf8'),
)

/** A file that was tampered with, and how. */
export interface HostileFile {
  readonly what: string
  readonly bytes: Uint8Array
}

type Random = () => number
type Damage = (bytes: Uint8Array, fields: readonly Field[], random: Random) => Uint8Array

const below = (random: Random, n: number) => Math.floor(random() * n)
const pick = <T>(random: Random, values: readonly T[]): T => values[below(random, values.length)]!
const asAscii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** What no count, size, id or offset of these files can be, and a few that one might be elsewhere. */
const ODD_INTEGERS = [
  ...[0n, 1n, -1n, 2n ** 16n, 2n ** 20n, 2n ** 24n, 2n ** 28n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n],
  ...[2n ** 32n, 2n ** 40n, 2n ** 52n, 2n ** 53n + 1n, 2n ** 61n, 2n ** 62n, 2n ** 63n - 1n, 2n ** 63n],
]
const FOURCCS = [
  ...['IxF2', 'IxFI', 'IxFl', 'IxMp', 'IxM2', 'IxSQ', 'IwFl', 'IwPQ', 'IHNf', 'IxPT', 'ilar', 'il00'],
  ...['full', 'sprs', '\0\0\0\0', '2FxI'],
]
const ODD_FLOATS = [NaN, Infinity, -Infinity, 3.4e38, -3.4e38, 1e-45, -0]

/** The fields a few bytes long: those that say what follows. */
const scalars = (fields: readonly Field[]) =>
  fields.filter(([, length, type]) => length <= 8 && length > 0 && !type.endsWith('[]'))

const flipBits: Damage = (bytes, fields, random) => {
  for (let flips = 1 + below(random, 3); flips > 0; flips--) {
    const [offset, length] = pick(random, scalars(fields))
    const at = random() < 0.7 ? offset + below(random, length) : below(random, bytes.length)
    bytes[at]! ^= 1 << below(random, 8)
  }
  return bytes
}

const writeInteger = (bytes: Uint8Array, [offset, length]: Field, value: bigint) => {
  for (let i = 0; i < length; i++) bytes[offset + i] = Number((value >> BigInt(8 * i)) & 255n)
}

const readInteger = (bytes: Uint8Array, [offset, length]: Field) => {
  let value = 0n
  for (let i = length - 1; i >= 0; i--) value = value * 256n + BigInt(bytes[offset + i]!)
  return value
}

const replaceInteger: Damage = (bytes, fields, random) => {
  const integers = scalars(fields).filter(([, , type]) => type !== 'fourcc' && type !== 'float32')
  for (let times = 1 + below(random, 2); times > 0; times--) {
    const field = pick(random, integers)
    const near = readInteger(bytes, field) + BigInt(1 + below(random, 3)) * (random() < 0.5 ? 1n : -1n)
    writeInteger(bytes, field, random() < 0.3 ? near : pick(random, ODD_INTEGERS))
  }
  return bytes
}

/** Counts and what they are a product of, changed alike, so that they do not contradict each other. */
const scaleIntegersAlike: Damage = (bytes, fields, random) => {
  const integers = scalars(fields).filter(
    ([, length, type]) => type !== 'fourcc' && type !== 'float32' && length > 1,
  )
  const value = readInteger(bytes, pick(random, integers))
  const other = pick(random, ODD_INTEGERS)
  for (const field of integers) if (readInteger(bytes, field) === value) writeInteger(bytes, field, other)
  return bytes
}

const replaceFourcc: Damage = (bytes, fields, random) => {
  const [offset] = pick(
    random,
    fields.filter(([, , type]) => type === 'fourcc'),
  )
  bytes.set(asAscii(pick(random, FOURCCS)), offset)
  return bytes
}

const swapFields: Damage = (bytes, fields, random) => {
  const [a, length] = pick(random, scalars(fields))
  const [b] = pick(
    random,
    fields.filter((field) => field[1] === length),
  )
  const held = bytes.slice(a, a + length)
  bytes.copyWithin(a, b, b + length)
  bytes.set(held, b)
  return bytes
}

const dropOrRepeatField: Damage = (bytes, fields, random) => {
  const [offset, length] = pick(random, fields)
  return random() < 0.5
    ? Buffer.concat([bytes.subarray(0, offset), bytes.subarray(offset + length)])
    : Buffer.concat([bytes.subarray(0, offset + length), bytes.subarray(offset)])
}

const replaceElement: Damage = (bytes, fields, random) => {
  const [offset, length, type] = pick(
    random,
    fields.filter(([, size, kind]) => kind.endsWith('[]') && size > 0),
  )
  const width = type === 'float32[]' ? 4 : type === 'uint8[]' ? 1 : 8
  const at = offset + width * below(random, length / width)
  if (width === 4) new DataView(bytes.buffer).setFloat32(at, pick(random, ODD_FLOATS), true)
  else writeInteger(bytes, [at, width, type], pick(random, ODD_INTEGERS))
  return bytes
}

const truncate: Damage = (bytes, _fields, random) => bytes.subarray(0, below(random, bytes.length))

const append: Damage = (bytes, _fields, random) =>
  Buffer.concat([bytes, Uint8Array.from({ length: 1 + below(random, 40) }, () => below(random, 256))])

/** The beginning of this file and the end of another, cut at borders of fields. */
const splice: Damage = (bytes, fields, random) => {
  const other = pick(random, FIXTURE_NAMES)
  const from = pick(random, fieldsOf[other])[0]
  return Buffer.concat([bytes.subarray(0, pick(random, fields)[0]), fixtureFiles[other].subarray(from)])
}

/** Maps of ids within maps of ids. */
const nest: Damage = (bytes, _fields, random) => {
  const map = fixtureFiles['idmap_flat_l2.index'].subarray(0, 37)
  const depth = 1 + below(random, 2000)
  return Buffer.concat([...Array.from({ length: depth }, () => map), bytes])
}

const DAMAGES: Readonly<Record<string, { readonly damage: Damage; readonly share: number }>> = {
  'flipped bits': { damage: flipBits, share: 0.25 },
  'odd integers': { damage: replaceInteger, share: 0.25 },
  'odd integers that agree': { damage: scaleIntegersAlike, share: 0.1 },
  'another fourcc': { damage: replaceFourcc, share: 0.05 },
  'swapped fields': { damage: swapFields, share: 0.1 },
  'a field too many or too few': { damage: dropOrRepeatField, share: 0.05 },
  'an odd element': { damage: replaceElement, share: 0.08 },
  'a random truncation': { damage: truncate, share: 0.05 },
  'bytes at the end': { damage: append, share: 0.02 },
  'the end of another file': { damage: splice, share: 0.04 },
  'nested maps of ids': { damage: nest, share: 0.01 },
}

/** A fixture cut off before, within and behind each of its fields. */
export function* truncations(name: FixtureName): Generator<HostileFile> {
  const file = fixtureFiles[name]
  const ends = new Set(
    fieldsOf[name].flatMap(([offset, length]) => [offset, offset + 1, offset + length - 1]),
  )
  for (const end of ends)
    if (end >= 0 && end < file.length) yield { what: `cut off at ${end}`, bytes: file.slice(0, end) }
}

/** About `count` damaged copies of a fixture, of all kinds; the same for the same random numbers. */
export function* damagedFiles(name: FixtureName, count: number, random: Random): Generator<HostileFile> {
  for (const [what, { damage, share }] of Object.entries(DAMAGES))
    for (let i = 0; i < count * share; i++)
      yield {
        what: `${what}, number ${i}`,
        bytes: damage(fixtureFiles[name].slice(), fieldsOf[name], random),
      }
}
