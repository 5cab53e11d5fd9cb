/** Colours of the map; the rest of the page takes its own from the tokens, which a canvas cannot read. */
export interface MapColours {
  readonly isDark: boolean
  readonly ground: string
  readonly text: string
  readonly quiet: string
  readonly pick: string
  readonly like: string
  readonly forYou: string
}

export const DARK: MapColours = {
  isDark: true,
  ground: '#0d0e13',
  text: '#f6f4f0',
  quiet: '#c3c4cd',
  pick: '#ffd166',
  like: '#ff7aa8',
  forYou: '#ff8a65',
}

export const LIGHT: MapColours = {
  isDark: false,
  ground: '#f8f5f0',
  text: '#1b1a19',
  quiet: '#4d4942',
  pick: '#8a5a00',
  like: '#c2185b',
  forYou: '#b8320f',
}

/** Red, green and blue as in a pixel of ImageData, of a colour like `#0d0e13`. */
export function pixelOfHex(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  return pixel(red, green, blue)
}

/**
 * A colour for every point: the hue turns with the direction from the middle, and the better known stand out more from
 * the ground.
 */
export function coloursOf(
  { x, y, fame }: { readonly x: Float32Array; readonly y: Float32Array; readonly fame: Float32Array },
  { isDark }: MapColours,
): Int32Array {
  const [middleX, middleY] = [mean(x), mean(y)]
  return Int32Array.from(x, (_, i) => {
    const dx = x[i] - middleX
    const dy = y[i] - middleY
    const distance = Math.hypot(dx, dy)
    const hue = Math.atan2(dy, dx) + distance * 2.6 + 0.6
    const chroma = Math.min(0.09 + distance * 0.4, 0.16)
    const light = isDark ? 0.55 + 0.27 * fame[i] : 0.72 - 0.2 * fame[i]
    return pixelOfOklch(light, chroma, hue)
  })
}

function mean(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / Math.max(values.length, 1)
}

/** From Björn Ottosson, "A perceptual color space for image processing", 2020: https://bottosson.github.io/posts/oklab/ */
export function pixelOfOklch(light: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = cube(light + 0.3963377774 * a + 0.2158037573 * b)
  const m = cube(light - 0.1055613458 * a - 0.0638541728 * b)
  const s = cube(light - 0.0894841775 * a - 1.291485548 * b)
  return pixel(
    byteOf(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byteOf(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byteOf(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  )
}

function cube(value: number): number {
  return value * value * value
}

/** A byte of sRGB for a share of light. */
function byteOf(linear: number): number {
  const share = Math.min(Math.max(linear, 0), 1)
  return Math.round(255 * (share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055))
}

function pixel(red: number, green: number, blue: number): number {
  return (255 << 24) | (blue << 16) | (green << 8) | red
}
