import { describe, expect, it } from 'vitest'
import { Camera } from '../../src/pages/map/camera.js'
import { placeAt } from '../../src/pages/map/view.js'

const BOX = { left: 0, top: 0, right: 1, bottom: 1 }
const HOME = { left: 0.2, top: 0.2, right: 0.8, bottom: 0.8 }
const SIZE = { width: 800, height: 600 }
const FRAME_MS = 16

function camera(isCalm = false): Camera {
  const created = new Camera(BOX, HOME)
  created.resize(SIZE)
  created.isCalm = isCalm
  return created
}

/** Steps until nothing moves; fails where that never happens. */
function settle(moving: Camera): number {
  for (let frames = 1; frames < 1_000; frames++) if (!moving.step(FRAME_MS)) return frames
  throw new Error('never came to rest')
}

describe('Camera', () => {
  it('shows its home at first, and keeps what it shows when the window changes', () => {
    const moving = camera()
    expect(moving.view.x).toBeCloseTo(0.5)
    expect(moving.nearness).toBeCloseTo(1)
    moving.flyTo(0.3, 0.3, moving.view.scale * 4)
    settle(moving)
    moving.resize({ width: 400, height: 700 })
    expect(moving.nearness).toBeCloseTo(4)
    expect(moving.view.x).toBeCloseTo(0.3)
  })

  it('glides on when let go of, slower and slower, and comes to rest', () => {
    const moving = camera()
    moving.zoomBy(4)
    settle(moving)
    const start = moving.view.x
    moving.release(-1, 0)
    moving.step(FRAME_MS)
    const first = moving.view.x - start
    moving.step(FRAME_MS)
    expect(first).toBeGreaterThan(0)
    expect(moving.view.x - start - first).toBeLessThan(first)
    settle(moving)
    // A speed of a pixel per millisecond that fades within 260 ms goes about 260 pixels far.
    expect((moving.view.x - start) * moving.view.scale).toBeCloseTo(260, -1)
  })

  it('zooms by all that was asked, and keeps the place below the pointer', () => {
    const moving = camera()
    const before = placeAt(moving.view, 200, 150, SIZE)
    moving.zoomBy(2, 200, 150)
    moving.step(FRAME_MS)
    expect(moving.nearness).toBeLessThan(2)
    moving.zoomBy(2, 200, 150)
    settle(moving)
    expect(moving.nearness).toBeCloseTo(4)
    expect(placeAt(moving.view, 200, 150, SIZE)[0]).toBeCloseTo(before[0])
  })

  it('flies to a place, and home again', () => {
    const moving = camera()
    moving.flyTo(0.9, 0.1, moving.view.scale * 8)
    settle(moving)
    expect(moving.view.x).toBeCloseTo(0.9)
    expect(moving.nearness).toBeCloseTo(8)
    moving.flyHome()
    settle(moving)
    expect(moving.nearness).toBeCloseTo(1)
  })

  it('lets a hand take the map in flight', () => {
    const moving = camera()
    moving.flyTo(0.9, 0.1, moving.view.scale * 8)
    moving.step(FRAME_MS)
    moving.panBy(1, 1)
    expect(moving.step(FRAME_MS)).toBe(false)
  })

  it('does everything at once where motion is unwelcome', () => {
    const moving = camera(true)
    moving.zoomBy(2)
    expect(moving.nearness).toBeCloseTo(2)
    moving.nudge(-100, 0)
    expect(moving.view.x).toBeGreaterThan(0.5)
    moving.release(5, 5)
    moving.flyTo(0.7, 0.7, moving.view.scale)
    expect(moving.view.x).toBeCloseTo(0.7)
    expect(moving.step(FRAME_MS)).toBe(false)
  })
})
