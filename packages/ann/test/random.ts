/** Seeded numbers for tests. */
export interface Random {
  /** In [0, 1). */
  uniform(): number
  /** In 0 … n - 1. */
  integer(n: number): number
  /** Of mean 0 and deviation 1, by Box and Muller. */
  normal(): number
}

/** @param seed - Of mulberry32, whose every state follows from the one before. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0
  function uniform(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    uniform,
    integer: (n) => Math.floor(uniform() * n),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  }
}
