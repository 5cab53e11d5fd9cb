import type { Camera } from './camera.js'

interface Reactions {
  /** The map has to be drawn again. */
  readonly onMove: () => void
  /** A pointer rests above a pixel; null when it left, or moves the map. */
  readonly onHover: (pixel: readonly [number, number] | null) => void
  readonly onTap: (px: number, py: number, isTouch: boolean) => void
}

/** A movement by less, in pixels, is a tap. */
const TAP = 6
const DOUBLE_TAP_MS = 320
/** A wheel that turns by a hundred pixels comes nearer by about a quarter. */
const WHEEL = 0.0024
const PINCHED_WHEEL = 0.011
const LINE_PX = 18

interface Pointer {
  x: number
  y: number
}

/** Lets mouse, fingers and wheel move a camera. Returns what stops it. */
export function followPointers(
  element: HTMLElement,
  camera: Camera,
  { onMove, onHover, onTap }: Reactions,
): () => void {
  const pointers = new Map<number, Pointer>()
  let moved = 0
  let speed: [number, number] = [0, 0]
  let lastMs = 0
  let lastTap = { ms: Number.NEGATIVE_INFINITY, x: 0, y: 0 }
  const controller = new AbortController()
  const { signal } = controller
  let box = element.getBoundingClientRect()
  const placeOf = ({ clientX, clientY }: MouseEvent): [number, number] => [
    clientX - box.left,
    clientY - box.top,
  ]

  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    react: (event: HTMLElementEventMap[K]) => void,
    passive = true,
  ) => element.addEventListener(type, react, { signal, passive })

  on('pointerdown', (event) => {
    if (event.button !== 0) return
    box = element.getBoundingClientRect()
    const [x, y] = placeOf(event)
    if (pointers.size === 0) moved = 0
    pointers.set(event.pointerId, { x, y })
    element.setPointerCapture(event.pointerId)
    camera.stop()
    speed = [0, 0]
    lastMs = event.timeStamp
  })

  on('pointermove', (event) => {
    const pointer = pointers.get(event.pointerId)
    if (pointer === undefined) {
      box = element.getBoundingClientRect()
      if (event.pointerType === 'mouse') onHover(placeOf(event))
      return
    }
    const [x, y] = placeOf(event)
    const [dx, dy] = [x - pointer.x, y - pointer.y]
    moved += Math.hypot(dx, dy)
    if (moved > TAP) onHover(null)
    const before = [...pointers.values()].map((other) => ({ ...other }))
    pointer.x = x
    pointer.y = y
    if (pointers.size === 1) {
      if (moved <= TAP) return
      camera.panBy(dx, dy)
      const ms = Math.max(event.timeStamp - lastMs, 1)
      const share = Math.min(ms / 60, 1)
      speed = [speed[0] * (1 - share) + (dx / ms) * share, speed[1] * (1 - share) + (dy / ms) * share]
      lastMs = event.timeStamp
    } else pinch(before, [...pointers.values()])
    onMove()
  })

  const pinch = ([a, b]: readonly Pointer[], [c, d]: readonly Pointer[]) => {
    const [fromX, fromY, toX, toY] = [(a.x + b.x) / 2, (a.y + b.y) / 2, (c.x + d.x) / 2, (c.y + d.y) / 2]
    const factor = Math.hypot(c.x - d.x, c.y - d.y) / Math.max(Math.hypot(a.x - b.x, a.y - b.y), 1)
    camera.panBy(toX - fromX, toY - fromY)
    camera.pinchBy(factor, toX, toY)
  }

  on('pointerup', (event) => {
    if (!pointers.delete(event.pointerId) || pointers.size > 0) return
    const [x, y] = placeOf(event)
    if (moved <= TAP) tap(x, y, event)
    else if (event.timeStamp - lastMs < 80) camera.release(...speed)
    onMove()
  })

  const tap = (x: number, y: number, { timeStamp, pointerType }: PointerEvent) => {
    const isSecond = timeStamp - lastTap.ms < DOUBLE_TAP_MS && Math.hypot(x - lastTap.x, y - lastTap.y) < 24
    lastTap = { ms: isSecond ? Number.NEGATIVE_INFINITY : timeStamp, x, y }
    if (isSecond) camera.zoomBy(2.2, x, y)
    else onTap(x, y, pointerType !== 'mouse')
  }

  on('pointercancel', ({ pointerId }) => pointers.delete(pointerId))
  on('pointerleave', () => onHover(null))
  on(
    'wheel',
    (event) => {
      event.preventDefault()
      box = element.getBoundingClientRect()
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1)
      const turn = Math.min(Math.max(pixels, -240), 240) * (event.ctrlKey ? PINCHED_WHEEL : WHEEL)
      camera.zoomBy(Math.exp(-turn), ...placeOf(event))
      onMove()
    },
    false,
  )
  return () => controller.abort()
}

/** Pixels that a press of an arrow key moves the map by. */
const STRIDE = 110
const KEY_ZOOM = 1.6

/** Moves a camera as a key says. Returns whether the key says anything. */
export function followKey(camera: Camera, key: string): boolean {
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => camera.nudge(STRIDE, 0),
    ArrowRight: () => camera.nudge(-STRIDE, 0),
    ArrowUp: () => camera.nudge(0, STRIDE),
    ArrowDown: () => camera.nudge(0, -STRIDE),
    '+': () => camera.zoomBy(KEY_ZOOM),
    '=': () => camera.zoomBy(KEY_ZOOM),
    '-': () => camera.zoomBy(1 / KEY_ZOOM),
    '0': () => camera.flyHome(),
    Home: () => camera.flyHome(),
  }
  const move = moves[key]
  move?.()
  return move !== undefined
}
