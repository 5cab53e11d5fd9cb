// The one step of k-means++ that touches every vector; src/reference/k-means.ts is its plain twin.
import { squaredL2 } from './distance'

/** Lowers each row's squared distance to the nearest centre, now that there is one more. */
export function lowerDistances(rows: usize, nRows: i32, d: i32, centre: usize, nearest: usize): void {
  const rowBytes = (<usize>d) << 2
  for (let i = 0; i < nRows; i++) {
    const distance = squaredL2(rows, centre, d)
    if (distance < load<f32>(nearest)) store<f32>(nearest, distance)
    rows += rowBytes
    nearest += 4
  }
}
