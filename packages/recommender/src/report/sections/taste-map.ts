import { tasteMapChart } from '../charts/taste-map.js'
import { type TasteMap, tasteMapOf } from '../measure/taste-map.js'
import { foreign, html } from '../page/html.js'
import { count } from '../page/numbers.js'
import type { Section } from '../section.js'
import type { ReportSources } from '../sources.js'

/** Rows of the table: who has more will look things up elsewhere. */
const ROWS = 40

export function tasteMapSection({ artifact }: ReportSources): Section {
  const heading = { id: 'taste-map', title: 'Map of taste' }
  if (artifact === undefined)
    return { ...heading, lead: 'No version was given, so there are no vectors to draw.', parts: [] }
  const map = tasteMapOf(artifact)
  if (map === undefined)
    return { ...heading, lead: 'The version has too few vectors to draw a map of.', parts: [] }
  return {
    ...heading,
    lead: 'The most popular items by their vectors: what lies together is heard by the same people, and colours are clusters of the vectors themselves. How far apart two islands lie says little, for a plane has no room for all dimensions.',
    parts: [
      tasteMapChart(map, { on: 'wide', width: 900, height: 620, nPoints: map.points.length }),
      tasteMapChart(map, { on: 'narrow', width: 400, height: 440, nPoints: 800 }),
      groupsTable(map),
      itemsTable(map),
    ],
  }
}

function groupsTable({ groups }: TasteMap) {
  return {
    caption: 'Colours of the groups, named after who is heard most in them',
    head: ['Group', 'items'],
    rows: groups.map(({ name, size }, group) => [
      html`<span class="swatch group-${group}"></span>${foreign(name)}`,
      count(size),
    ]),
  }
}

function itemsTable({ points, groups }: TasteMap) {
  return {
    caption: 'The most popular items and their groups',
    head: ['Item', 'listeners', 'group'],
    texts: [2],
    rows: points
      .slice(0, ROWS)
      .map(({ song, group }) => [foreign(song.songId), count(song.listeners), foreign(groups[group]!.name)]),
  }
}
