/** The angle by which the seeds of a sunflower follow each other; no two lie on a line for long. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))
/** How much wider than the points within a ring begins. */
const GAP = 1.06

/**
 * Places for points of which nothing is known: around the others, as far from each other as those are, in the manner of
 * a sunflower's seeds.
 *
 * @param places - n x 2.
 * @returns count x 2.
 */
export function placesAround(places: ArrayLike<number>, count: number): Float64Array {
  const n = places.length / 2
  let x = 0
  let y = 0
  for (let i = 0; i < n; i++) {
    x += places[2 * i] / n
    y += places[2 * i + 1] / n
  }
  let squared = 0
  for (let i = 0; i < n; i++)
    squared = Math.max(squared, (places[2 * i] - x) ** 2 + (places[2 * i + 1] - y) ** 2)
  const room = squared > 0 ? squared / n : 1
  const around = new Float64Array(2 * count)
  for (let i = 0; i < count; i++) {
    const radius = Math.sqrt(GAP ** 2 * squared + room * (i + 0.5))
    around[2 * i] = x + radius * Math.cos(i * GOLDEN_ANGLE)
    around[2 * i + 1] = y + radius * Math.sin(i * GOLDEN_ANGLE)
  }
  return around
}
