import type { components } from '../../api/schema.js'
import type { Box } from './view.js'

/** The map as the service tells it; places are whole numbers up to {@link FINENESS}. */
type TasteMap = Pick<components['schemas']['TasteMap'], 'song_ids' | 'x' | 'y' | 'listeners'>

const FINENESS = 65_535

/** Where songs are, in columns; those that most people hear come last, so that they are drawn above the others. */
export interface Places {
  readonly songIds: readonly string[]
  /** From 0 to 1. */
  readonly x: Float32Array
  /** From 0, at the top, to 1. */
  readonly y: Float32Array
  /** How well known a song is, from 0 to 1, on the scale of the logarithm. */
  readonly fame: Float32Array
  /** Around all songs. */
  readonly box: Box
  /** Around all but the few that lie far out. */
  readonly heart: Box
  /** Where in the columns a song is. */
  readonly indexOf: ReadonlyMap<string, number>
}

export function placesOf({ song_ids, x, y, listeners }: TasteMap): Places {
  const order = Uint32Array.from(song_ids, (_, i) => i).sort((a, b) => listeners[a] - listeners[b])
  const songIds = Array.from(order, (i) => song_ids[i])
  const most = Math.log1p(listeners[order.at(-1) ?? 0] ?? 1) || 1
  const xs = Float32Array.from(order, (i) => x[i] / FINENESS)
  const ys = Float32Array.from(order, (i) => y[i] / FINENESS)
  return {
    songIds,
    x: xs,
    y: ys,
    fame: Float32Array.from(order, (i) => Math.log1p(listeners[i]) / most),
    box: boxAround(xs, ys, 0),
    heart: boxAround(xs, ys, 0.01),
    indexOf: new Map(songIds.map((id, i) => [id, i])),
  }
}

/** Leaves out a share of the songs at each edge. */
function boxAround(x: Float32Array, y: Float32Array, share: number): Box {
  const [across, down] = [x.toSorted(), y.toSorted()]
  const first = Math.floor(x.length * share)
  const last = Math.max(x.length - 1 - first, 0)
  return {
    left: across[first] ?? 0,
    right: across[last] ?? 1,
    top: down[first] ?? 0,
    bottom: down[last] ?? 1,
  }
}
