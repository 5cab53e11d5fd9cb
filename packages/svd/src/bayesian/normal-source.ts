import { createRandom } from '../random.js'

/** A seeded stream of the random numbers that sampling takes, many at a time. */
export interface NormalSource {
  /** Fills an array with independent standard normals; returns it. */
  fill<T extends Float32Array | Float64Array>(target: T): T
  /** One standard normal. */
  normal(): number
  /** Gamma distributed with the given shape > 0 and scale 1. */
  gamma(shape: number): number
}

/** Layers of the ziggurat, the start of its tail, and the area of each layer. */
const LAYERS = 128
const TAIL = 3.442619855899
const AREA = 9.91256303526217e-3

const density = (x: number) => Math.exp(-0.5 * x * x)

/**
 * Standard normals by the ziggurat, from a xoshiro128** generator: several times as fast as the polar method, for
 * sampling that takes tens of thousands a step.
 *
 * @param seed - Any number or text.
 * @see Marsaglia, Tsang, "The ziggurat method for generating random variables", Journal of Statistical Software 5(8),
 *   2000, with layer and position from different bits as in Doornik 2005; "A simple method for generating gamma
 *   variables", ACM TOMS 26(3), 2000; Blackman, Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS
 *   47(4), 2021.
 */
export function createNormalSource(seed: number | string): NormalSource {
  const bits = createBits(seed)
  const uniform = () => ((bits() >>> 0) + 0.5) / 4294967296
  const edges = ziggurat()

  function tail(): number {
    for (;;) {
      const x = -Math.log(uniform()) / TAIL
      if (-2 * Math.log(uniform()) > x * x) return TAIL + x
    }
  }

  function normal(): number {
    for (;;) {
      const random = bits()
      const layer = random & (LAYERS - 1)
      // The 25 bits above the layer's seven, as a number in (-1, 1).
      const x = (((random >> 7) + 0.5) / 16777216) * edges[layer]
      if (Math.abs(x) < edges[layer + 1]) return x
      if (layer === 0) return random < 0 ? -tail() : tail()
      const [low, high] = [density(edges[layer]), density(edges[layer + 1])]
      if (low + uniform() * (high - low) < density(x)) return x
    }
  }

  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v
    }
  }

  function fill<T extends Float32Array | Float64Array>(target: T): T {
    for (let at = 0; at < target.length; at++) target[at] = normal()
    return target
  }

  return { fill, normal, gamma }
}

/** Right edges of the layers, widest first; the last is 0. Layer 0 reaches as far as a box of the same area would. */
function ziggurat(): Float64Array {
  const edges = new Float64Array(LAYERS + 1)
  edges[0] = AREA / density(TAIL)
  edges[1] = TAIL
  for (let layer = 2; layer < LAYERS; layer++) {
    const before = edges[layer - 1]
    edges[layer] = Math.sqrt(-2 * Math.log(AREA / before + density(before)))
  }
  return edges
}

/** Random 32-bit integers. */
function createBits(seed: number | string): () => number {
  const random = createRandom(seed)
  const word = () => Math.floor(random.uniform() * 4294967296) | 0
  let [a, b, c, d] = [word(), word(), word(), word() | 1]
  return () => {
    const times5 = Math.imul(b, 5)
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
}
