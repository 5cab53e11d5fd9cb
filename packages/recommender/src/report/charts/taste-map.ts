import { labelsOf, type TasteMap } from '../measure/taste-map.js'
import { count } from '../page/numbers.js'
import { type Chart, COLOURS, ends, GROUP_COLOURS } from './chart.js'

/** Songs as points: those that the same people hear lie together. */
export function tasteMapChart(
  map: TasteMap,
  {
    on,
    width,
    height,
    nPoints,
  }: Required<Pick<Chart, 'on' | 'width' | 'height'>> & { readonly nPoints: number },
): Chart {
  const points = map.points.slice(0, nPoints)
  const groups = map.groups.map(({ name }) => name)
  const values = points.map(({ x, y, group }) => ({ x, y, group: groups[group]! }))
  const labels = labelsOf(points, width, height, on === 'wide' ? 28 : 14).map(({ x, y, text }) => ({
    x,
    y,
    text,
  }))
  const axis = (field: 'x' | 'y') =>
    ({ field, type: 'quantitative', axis: null, scale: { domain: ends(0, 1), nice: false } }) as const
  const encoding = { x: axis('x'), y: axis('y') }
  return {
    title: `${count(points.length)} of the most popular, near to what is like them`,
    label: `Map of ${points.length} items in ${groups.length} groups: ${groups.join('; ')}.`,
    on,
    width,
    height,
    spec: {
      data: { values },
      layer: [
        {
          mark: { type: 'point', filled: true, size: on === 'wide' ? 22 : 16, opacity: 0.65 },
          encoding: {
            ...encoding,
            color: {
              field: 'group',
              type: 'nominal',
              scale: { domain: groups, range: GROUP_COLOURS.slice(0, groups.length) },
              legend: null,
            },
          },
        },
        {
          data: { values: labels },
          mark: { type: 'text', fontSize: 12, fontWeight: 600, color: COLOURS.ink },
          encoding: { ...encoding, text: { field: 'text' } },
        },
      ],
    },
  }
}
