import type { Palette } from './artwork-palettes.js'

/** Side of the square that is drawn on. */
export const SIDE = 96
const MIDDLE = SIDE / 2

/** Numbers in [0, 1), one after the other. */
export type Random = () => number

/** Draws the elements of a cover. `url(#i)` is a gradient from the first ink to the second. */
export type Composition = (palette: Palette, random: Random) => string

/** A number from one up to, but not including, another; to a tenth, for shortness. */
const between = (random: Random, low: number, high: number) =>
  Math.round((low + random() * (high - low)) * 10) / 10
const oneOf = <T>(random: Random, choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]
const list = (count: number, draw: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => draw(i)).join('')
const tenth = (value: number) => Math.round(value * 10) / 10

const circle = (x: number, y: number, r: number, fill: string, more = '') =>
  `<circle cx='${tenth(x)}' cy='${tenth(y)}' r='${tenth(r)}' fill='${fill}'${more}/>`
const rect = (x: number, y: number, width: number, height: number, fill: string, more = '') =>
  `<rect x='${tenth(x)}' y='${tenth(y)}' width='${tenth(width)}' height='${tenth(height)}' fill='${fill}'${more}/>`
const path = (d: string, fill: string, more = '') => `<path d='${d}' fill='${fill}'${more}/>`
const turned = (angle: number, body: string) =>
  `<g transform='rotate(${angle} ${MIDDLE} ${MIDDLE})'>${body}</g>`

/** A colour between two. */
function mix(from: string, to: string, share: number): string {
  const channel = (at: number) => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16))
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}

/** Quarter circles around a corner. */
const arcs: Composition = ({ inks, ground }, random) => {
  const colours = [inks[0], inks[1], inks[2], ground[1]]
  const first = Math.floor(random() * 3)
  const step = between(random, 13, 19)
  return turned(
    90 * Math.floor(random() * 4),
    list(Math.floor(88 / step), (i) => circle(0, SIDE, 88 - i * step, colours[(first + i) % 4])),
  )
}

/** A disc over a horizon. */
const sun: Composition = ({ inks, ground }, random) => {
  const horizon = between(random, 56, 68)
  const x = between(random, 30, 66)
  return (
    circle(x, horizon - between(random, 4, 16), between(random, 20, 29), 'url(#i)') +
    rect(0, horizon, SIDE, SIDE, ground[1]) +
    list(4, (i) =>
      rect(
        x - 22 + i * 3,
        horizon + 5 + i * 6,
        44 - i * 6,
        2.2,
        inks[2],
        ` rx='1.1' opacity='${0.9 - i * 0.2}'`,
      ),
    )
  )
}

/** Rolling hills, the nearest the darkest. */
const hills: Composition = ({ inks, ground }, random) => {
  const count = 5
  const start = between(random, 26, 36)
  return (
    circle(between(random, 20, 76), between(random, 16, 26), between(random, 6, 11), inks[2]) +
    list(count, (i) => {
      const height = between(random, 5, 13)
      const left = between(random, -52, -26)
      const colour = i < 2 ? mix(inks[1], inks[0], i) : mix(inks[0], ground[1], (i - 1) / (count - 2))
      const y = tenth(start + (i * (SIDE - start)) / count)
      return path(`M${left} ${y}q13 ${-height} 26 0t26 0 26 0 26 0 26 0 26 0V96H${left}z`, colour)
    })
  )
}

/** Quarter and half discs on a grid, as in a tiled floor. */
const tiles: Composition = ({ inks }, random) => {
  const count = oneOf(random, [3, 4])
  const size = 72 / count
  const drawn = ['', '', '']
  for (let i = 0; i < count * count; i++) {
    const x = 12 + (i % count) * size
    const y = 12 + Math.floor(i / count) * size
    const right = x + size
    const foot = y + size
    const shape = oneOf(random, [
      `M${x} ${y}H${right}A${size} ${size} 0 0 1 ${x} ${foot}z`,
      `M${right} ${y}V${foot}A${size} ${size} 0 0 1 ${x} ${y}z`,
      `M${right} ${foot}H${x}A${size} ${size} 0 0 1 ${right} ${y}z`,
      `M${x} ${foot}V${y}A${size} ${size} 0 0 1 ${right} ${foot}z`,
      `M${x} ${y}a${size / 2} ${size / 2} 0 0 0 ${size} 0z`,
      `M${x} ${y}H${right}V${foot}H${x}z`,
    ])
    drawn[Math.floor(random() * 3)] += shape
  }
  return drawn.map((d, i) => (d === '' ? '' : path(d, inks[i]))).join('')
}

/** Stripes of different widths, aslant. */
const bands: Composition = ({ inks }, random) => {
  const widths = [
    between(random, 14, 22),
    between(random, 3, 6),
    between(random, 8, 14),
    between(random, 2, 4),
  ]
  const fills = ['url(#i)', inks[2], inks[1], inks[0]]
  let x = between(random, 14, 26)
  return turned(
    oneOf(random, [-45, -30, 30, 45, 60]),
    list(4, (i) => {
      const drawn = rect(x, -40, widths[i], 176, fills[i])
      x += widths[i] + between(random, 3, 6)
      return drawn
    }),
  )
}

/** Coloured light, and a fine ring. */
const glow: Composition = ({ inks }, random) => {
  const [x, y] = [between(random, 24, 72), between(random, 24, 72)]
  const lights = list(
    3,
    (i) =>
      `<radialGradient id='r${i}'><stop stop-color='${inks[i]}'/><stop offset='1' stop-color='${inks[i]}' stop-opacity='0'/></radialGradient>`,
  )
  return `${lights}${list(3, (i) => circle(x + (i === 1 ? 40 : -22) * (x > MIDDLE ? -1 : 1) * (i > 0 ? 1 : 0), y + (i === 2 ? 38 : -8) * (y > MIDDLE ? -1 : 1) * (i > 0 ? 1 : 0), [50, 44, 36][i], `url(#r${i})`))}${circle(MIDDLE, MIDDLE, between(random, 20, 30), 'none', ` stroke='${inks[2]}' stroke-width='1.2'`)}`
}

/** Grooves around a label, as on a record. */
const record: Composition = ({ inks, ground }, random) => {
  const [x, y] = oneOf(random, [
    [48, 48],
    [96, 48],
    [48, 96],
    [14, 82],
    [78, 22],
  ] as const)
  const step = between(random, 3.6, 5)
  return (
    circle(x, y, 20 + step * 9, ground[1]) +
    list(8, (i) =>
      circle(
        x,
        y,
        20 + step * (i + 1),
        'none',
        ` stroke='${mix(inks[0], inks[1], i / 7)}' stroke-width='1.3'`,
      ),
    ) +
    circle(x, y, 18, 'url(#i)') +
    circle(x, y, 4, inks[2])
  )
}

/** Two discs, and what they share. */
const eclipse: Composition = ({ inks }, random) => {
  const r = between(random, 24, 29)
  const apart = between(random, 11, 19)
  const half = Math.sqrt(r * r - apart * apart)
  const [top, foot] = [tenth(MIDDLE - half), tenth(MIDDLE + half)]
  return turned(
    15 * Math.floor(random() * 12),
    circle(MIDDLE - apart, MIDDLE, r, inks[0]) +
      circle(MIDDLE + apart, MIDDLE, r, inks[1]) +
      path(`M48 ${top}A${r} ${r} 0 0 1 48 ${foot}A${r} ${r} 0 0 1 48 ${top}`, inks[2]),
  )
}

/** A flower of see-through leaves. */
const petals: Composition = ({ inks }, random) => {
  const count = oneOf(random, [6, 8, 10])
  const width = 130 / count
  const length = between(random, 18, 21)
  return (
    list(count, (i) =>
      turned(
        tenth((360 / count) * i),
        `<ellipse cx='48' cy='${tenth(46 - length)}' rx='${tenth(width)}' ry='${length}' fill='${inks[i % 2]}' opacity='.72'/>`,
      ),
    ) + circle(MIDDLE, MIDDLE, between(random, 5, 9), inks[2])
  )
}

/** Bars, as loud as a bar of music. */
const bars: Composition = ({ inks }, random) => {
  const count = oneOf(random, [5, 7, 9])
  const step = 72 / count
  const width = step * 0.58
  const bright = Math.floor(random() * count)
  return list(count, (i) => {
    const height = between(random, 14, 36) * (1 - Math.abs(i - (count - 1) / 2) / count) + 8
    const fill = i === bright ? inks[2] : mix(inks[0], inks[1], i / (count - 1))
    const x = 12 + step * i + (step - width) / 2
    return rect(x, MIDDLE - height, width, height * 2, fill, ` rx='${tenth(width / 2)}'`)
  })
}

/** Lines that swell. */
const swell: Composition = ({ inks }, random) => {
  const peak = between(random, 3, 6)
  const turn = oneOf(random, [0, 0, 90, -30, 30])
  return turned(
    turn,
    list(9, (i) => {
      const height = tenth(2 + 11 * Math.exp(-((i - peak) ** 2) / 4))
      const colour = mix(inks[0], i > peak ? inks[2] : inks[1], Math.min(Math.abs(i - peak) / 5, 1))
      return `<path d='M-26 ${16 + i * 8}q12.5 ${-height} 25 0t25 0 25 0 25 0 25 0 25 0' fill='none' stroke='${colour}' stroke-width='2.6'/>`
    }),
  )
}

/** Dots that grow, as in print. */
const dots: Composition = ({ inks }, random) => {
  const count = 5
  const step = 76 / count
  const [fromX, fromY] = oneOf(random, [
    [0, 0],
    [4, 0],
    [0, 4],
    [2, 2],
    [4, 4],
    [2, 5],
  ] as const)
  const sizes = list(count * count, (i) => {
    const [x, y] = [i % count, Math.floor(i / count)]
    const r = tenth(Math.max(1, 6.8 - Math.hypot(x - fromX, y - fromY) * 1.1))
    return `M${tenth(10 + step * (x + 0.5) - r)} ${tenth(10 + step * (y + 0.5))}a${r} ${r} 0 1 0 ${tenth(2 * r)} 0a${r} ${r} 0 1 0-${tenth(2 * r)} 0`
  })
  return (
    path(sizes, 'url(#i)') +
    circle(
      10 + step * (Math.floor(random() * count) + 0.5),
      10 + step * (Math.floor(random() * count) + 0.5),
      6.8,
      inks[2],
    )
  )
}

/** Squares in a square. */
const rooms: Composition = ({ inks, ground }, random) => {
  const [alongX, alongY] = [oneOf(random, [0.5, 0.5, 0.2, 0.8]), oneOf(random, [0.5, 0.75, 0.8])]
  const fills = [ground[1], inks[0], inks[1], inks[2]]
  return list(4, (i) => {
    const side = 80 - i * 19
    return rect(8 + (80 - side) * alongX, 8 + (80 - side) * alongY, side, side, fills[i])
  })
}

/** Rays from below. */
const rays: Composition = ({ inks }, random) => {
  const count = oneOf(random, [5, 7, 9])
  const x = between(random, 24, 72)
  const angle = Math.PI / (2 * count)
  return turned(
    oneOf(random, [0, 90, 180, 270]),
    list(count, (i) => {
      const [from, to] = [angle * (2 * i + 0.5), angle * (2 * i + 1.5)].map(
        (at) => `${tenth(x - 140 * Math.cos(at))} ${tenth(96 - 140 * Math.sin(at))}`,
      )
      return path(
        `M${x} 96L${from} ${to}z`,
        mix(inks[0], inks[1], Math.abs(i - (count - 1) / 2) / (count / 2)),
      )
    }) + circle(x, SIDE, between(random, 15, 24), inks[2]),
  )
}

/** Leaves on a grid, most in one direction. */
const leaves: Composition = ({ inks }, random) => {
  const count = oneOf(random, [2, 3])
  const size = 76 / count
  const drawn = ['', '', '']
  for (let i = 0; i < count * count; i++) {
    const x = tenth(10 + (i % count) * size)
    const y = tenth(10 + Math.floor(i / count) * size)
    const [s, r] = [tenth(size), tenth(size)]
    drawn[Math.floor(random() * 3)] +=
      random() < 0.6
        ? `M${x} ${y}a${r} ${r} 0 0 1 ${s} ${s}a${r} ${r} 0 0 1-${s}-${s}`
        : `M${tenth(x + s)} ${y}a${r} ${r} 0 0 1-${s} ${s}a${r} ${r} 0 0 1 ${s}-${s}`
  }
  return drawn.map((d, i) => (d === '' ? '' : path(d, inks[i]))).join('')
}

export const COMPOSITIONS: readonly Composition[] = [
  arcs,
  sun,
  hills,
  tiles,
  bands,
  glow,
  record,
  eclipse,
  petals,
  bars,
  swell,
  dots,
  rooms,
  rays,
  leaves,
]
