import { IndexFlatIP, kMeans } from '@redux/ann'
import type { Artifact } from '../../artifact/artifact.js'
import type { CatalogueSong } from '../../catalogue.js'
import { unitRows } from '../../seed-space/directions.js'
import { layOut } from '../../taste-map/lay-out.js'
import { shortened } from '../page/html.js'

/** Songs on the map at most. */
const SONGS = 2500
const GROUPS = 8
/** Songs of a group at least; of fewer there would be nothing to see. */
const PER_GROUP = 10
/** Between the points and the edge of the map, as a part of it. */
const MARGIN = 0.03

/** A song in the plane, coordinates within 0..1. */
export interface MapPoint {
  readonly x: number
  readonly y: number
  readonly group: number
  readonly song: CatalogueSong
}

/** The most popular songs, in a plane. */
export interface TasteMap {
  /** Most popular first. */
  readonly points: readonly MapPoint[]
  readonly groups: readonly { readonly name: string; readonly size: number }[]
}

/** Lays out the most popular songs by the direction of their vectors; undefined where there are too few. */
export function tasteMapOf({ catalogue, itemFactors, manifest }: Artifact): TasteMap | undefined {
  const { nFactors: d } = manifest.counts
  const hasDirection = (row: number) => itemFactors.subarray(row * d, (row + 1) * d).some((x) => x !== 0)
  const rows = [...catalogue.keys()]
    .filter(hasDirection)
    .sort((a, b) => catalogue[b]!.listeners - catalogue[a]!.listeners || a - b)
    .slice(0, SONGS)
  if (d < 2 || rows.length < PER_GROUP) return undefined
  const vectors = new Float32Array(rows.length * d)
  for (const [i, row] of rows.entries()) vectors.set(itemFactors.subarray(row * d, (row + 1) * d), i * d)
  const places = laidOut(vectors, d)
  const groups = groupsOf(unitRows(vectors, d), d)
  const points = rows.map((row, i) => ({
    x: places[2 * i]!,
    y: places[2 * i + 1]!,
    group: groups[i]!,
    song: catalogue[row]!,
  }))
  return { points, groups: describeGroups(points) }
}

/** Places of vectors, off the edge; all steps at once, for nobody waits long for so few songs. */
function laidOut(vectors: Float32Array, d: number): Float32Array {
  const steps = layOut(vectors, d, 0)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value.map((share) => MARGIN + (1 - 2 * MARGIN) * share)
}

/** The group of each song: clusters of directions. */
function groupsOf(directions: Float32Array, d: number): Int32Array {
  const k = Math.max(1, Math.min(GROUPS, Math.floor(directions.length / d / PER_GROUP)))
  const centroids = new IndexFlatIP(d)
  centroids.add(kMeans(directions, d, k, { metric: 'innerProduct', nIter: 20 }))
  return centroids.search(directions, 1).labels
}

/** Groups by the artists (or, where there are none, the titles) that are heard most in them. */
function describeGroups(points: readonly MapPoint[]): TasteMap['groups'] {
  const nGroups = points.reduce((most, { group }) => Math.max(most, group + 1), 0)
  return Array.from({ length: nGroups }, (_, group) => {
    const members = points.filter((point) => point.group === group)
    const heard = new Map<string, number>()
    for (const { song } of members) heard.set(nameOf(song), (heard.get(nameOf(song)) ?? 0) + song.listeners)
    const names = [...heard].sort(([, a], [, b]) => b - a).slice(0, 2)
    const about = names.map(([name]) => shortened(name, 20)).join(', ')
    return { name: `${group + 1} · ${about}`, size: members.length }
  })
}

function nameOf({ artist, title }: CatalogueSong): string {
  return artist === '' ? title : artist
}

/** A text on a map, in the middle of its place. */
export interface MapLabel {
  readonly x: number
  readonly y: number
  readonly text: string
}

const LETTER = { width: 7.2, height: 20 } as const

/** Names of the most popular, each once, as many as do not lie on each other. @param width - Of the map in pixels. */
export function labelsOf(
  points: readonly MapPoint[],
  width: number,
  height: number,
  most: number,
): MapLabel[] {
  const labels: (MapLabel & { readonly reach: number })[] = []
  for (const { x, y, song } of points) {
    if (labels.length === most) break
    const text = shortened(nameOf(song), 18)
    const reach = (text.length * LETTER.width) / 2
    const fits = x * width > reach && (1 - x) * width > reach
    const isFree = labels.every(
      (label) =>
        label.text !== text &&
        (Math.abs(label.x - x) * width > label.reach + reach ||
          Math.abs(label.y - y) * height > LETTER.height),
    )
    if (fits && isFree) labels.push({ x, y, text, reach })
  }
  return labels.map(({ x, y, text }) => ({ x, y, text }))
}
