import { labelsOf, type TasteMap } from '../measure/taste-map.js'
import { shortened } from '../page/html.js'
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
  const groups = map.groups.map(({ name }) => shortened(name, 34))
  const values = points.map(({ x, y, group }) => ({ x, y, group: groups[group]! }))
  const labels = labelsOf(points, width, height).map(({ x, y, text }) => ({ x, y, text }))
  const axis = (field: 'x' | 'y') =>
    ({ field, type: 'quantitative', axis: null, scale: { domain: ends(0, 1), nice: false } }) as const
  const encoding = { x: axis('x'), y: axis('y') }
  return {
    title: `${points.length} of the most popular, near to what is like them`,
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
              legend: {
                title: null,
                orient: 'bottom',
                columns: on === 'wide' ? 3 : 1,
                labelLimit: 300,
                symbolOpacity: 1,
                symbolSize: 80,
              },
            },
          },
        },
        {
          data: { values: labels },
          mark: { type: 'text', stroke: 'var(--page)', strokeWidth: 4, strokeJoin: 'round', fontSize: 12 },
          encoding: { ...encoding, text: { field: 'text' } },
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
