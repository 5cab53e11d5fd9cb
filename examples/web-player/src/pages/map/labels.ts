import { songOfId } from '../../songs/song.js'
import type { Places } from './places.js'

/** An artist where most of their songs are heard. */
export interface City {
  readonly name: string
  readonly x: number
  readonly y: number
  /** How well known all their songs are together. */
  readonly weight: number
}

/** The artists of a map, the best known first. */
export function citiesOf({ songIds, x, y, fame }: Places): City[] {
  const songs = new Map<string, number[]>()
  songIds.forEach((id, i) => {
    const { artist } = songOfId(id)
    const known = songs.get(artist)
    if (known === undefined) songs.set(artist, [i])
    else known.push(i)
  })
  songs.delete('')
  // Fame is on a logarithmic scale, on which many unknown songs would outweigh a few that everybody hears.
  const weightOf = (i: number) => fame[i] ** 3 + 1e-6
  return Array.from(songs, ([name, indexes]) => ({
    name,
    x: weightedMedian(indexes, x, weightOf),
    y: weightedMedian(indexes, y, weightOf),
    weight: indexes.reduce((sum, i) => sum + weightOf(i), 0),
  })).sort((a, b) => b.weight - a.weight)
}

/** The value at which half the weight is passed: among the songs even where some lie far away. */
export function weightedMedian(
  indexes: readonly number[],
  values: Float32Array,
  weightOf: (index: number) => number,
): number {
  const sorted = indexes.toSorted((a, b) => values[a] - values[b])
  let left = sorted.reduce((sum, i) => sum + weightOf(i), 0) / 2
  for (const i of sorted) {
    left -= weightOf(i)
    if (left <= 0) return values[i]
  }
  return values[sorted[sorted.length - 1]]
}

/** A label that wants a place, in pixels around the pixel of its place. */
export interface Candidate {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** How far below its place it stands. */
  readonly drop: number
}

/**
 * Chooses labels that do not touch each other, the first that come first, and asks nothing of what is in view: a label
 * that is there stays while the map is moved. At a larger scale the same labels are only farther apart.
 *
 * @param gap - Pixels that stay free between two.
 * @returns Which of the candidates, in ascending order.
 */
export function placeLabels(candidates: readonly Candidate[], scale: number, gap: number): number[] {
  const cells = new Map<number, Candidate[]>()
  const chosen: number[] = []
  candidates.forEach((candidate, index) => {
    const near = cellsOf(candidate, scale, gap)
    const isFree = near.every(
      (cell) => !cells.get(cell)?.some((other) => touch(candidate, other, scale, gap)),
    )
    if (!isFree) return
    chosen.push(index)
    for (const cell of near) {
      const known = cells.get(cell)
      if (known === undefined) cells.set(cell, [candidate])
      else known.push(candidate)
    }
  })
  return chosen
}

const CELL = 128

function cellsOf({ x, y, width, height, drop }: Candidate, scale: number, gap: number): number[] {
  const left = Math.floor((x * scale - width / 2 - gap) / CELL)
  const right = Math.floor((x * scale + width / 2 + gap) / CELL)
  const top = Math.floor((y * scale + drop - height / 2 - gap) / CELL)
  const bottom = Math.floor((y * scale + drop + height / 2 + gap) / CELL)
  const cells: number[] = []
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) cells.push(row * 2 ** 20 + column)
  return cells
}

function touch(a: Candidate, b: Candidate, scale: number, gap: number): boolean {
  return (
    Math.abs(a.x - b.x) * scale < (a.width + b.width) / 2 + gap &&
    Math.abs((a.y - b.y) * scale + a.drop - b.drop) < (a.height + b.height) / 2 + gap
  )
}
