import { type BackendOption, chooseBackend } from './backend.js'
import { KernelMemory } from './kernel-memory.js'
import { squaredL2 } from './reference/scan.js'

/** Squared distances of points to the nearest of some centres, of which there are ever more. */
export interface NearestCentre {
  /** n long; Infinity before the first centre. */
  readonly distances: Float32Array
  /** Makes a point a centre, and lowers the distances of those that it is nearer to. Costs n * d multiply-adds. */
  addCentre(point: number): void
}

/**
 * Watches over points, in WebAssembly where there is SIMD; with the same bits in plain TypeScript.
 *
 * @param points - n x d, row-major, all finite.
 */
export function nearestCentre(
  points: Float32Array,
  d: number,
  backend: BackendOption = 'auto',
): NearestCentre {
  const n = points.length / d
  if (chooseBackend(backend) === 'typescript') {
    const distances = new Float32Array(n).fill(Infinity)
    const addCentre = (point: number) => {
      for (let i = 0; i < n; i++)
        distances[i] = Math.min(distances[i], squaredL2(points, i * d, points, point * d, d))
    }
    return { distances, addCentre }
  }
  const memory = new KernelMemory({ bytes: (points.length + n) * 4 + 128 })
  const rows = memory.float32(points.length)
  const distances = memory.float32(n)
  rows.set(points)
  distances.fill(Infinity)
  const start = rows.byteOffset
  const addCentre = (point: number) => {
    memory.kernels['lowerDistances'](start, n, d, start + point * d * 4, distances.byteOffset)
  }
  return { distances, addCentre }
}
