import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TopKHeap } from '../src/reference/top-k-heap.js'
import { candidates } from './arbitraries.js'

function drain(heap: TopKHeap, k: number) {
  const distances = new Float32Array(k)
  const labels = new Int32Array(k)
  heap.drainInto(1, distances, labels, 0, k)
  return { distances, labels }
}

test('keeps the head of a full sort by (key, id), whatever the order of the offers', () => {
  fc.assert(
    fc.property(candidates, fc.nat(70), (offers, capacity) => {
      const heap = new TopKHeap(capacity)
      for (const { key, id } of offers) heap.offer(key, id)
      const wanted = offers
        .toSorted((a, b) => (a.key === b.key ? a.id - b.id : a.key < b.key ? -1 : 1))
        .slice(0, capacity)
      expect(heap.size).toBe(wanted.length)
      const { distances, labels } = drain(heap, wanted.length)
      expect([...distances]).toEqual(wanted.map(({ key }) => key))
      expect([...labels]).toEqual(wanted.map(({ id }) => id))
    }),
  )
})

test('is empty after a drain and can be filled again', () => {
  const heap = new TopKHeap(2)
  heap.offer(1, 1)
  drain(heap, 2)
  expect(heap.size).toBe(0)
  heap.offer(5, 9)
  expect(drain(heap, 2)).toEqual({ distances: Float32Array.of(5, Infinity), labels: Int32Array.of(9, -1) })
})

test('prefers a candidate at distance Infinity to padding', () => {
  const heap = new TopKHeap(1)
  heap.offer(Infinity, 3)
  expect(drain(heap, 1).labels).toEqual(Int32Array.of(3))
})

test('admits nothing when its capacity is 0', () => {
  const heap = new TopKHeap(0)
  heap.offer(0, 0)
  expect(heap.size).toBe(0)
})

test('writes inside its range only, and signs keys and padding', () => {
  const heap = new TopKHeap(1)
  heap.offer(-4, 2)
  const distances = new Float32Array(4).fill(9)
  const labels = new Int32Array(4).fill(9)
  heap.drainInto(-1, distances, labels, 1, 2)
  expect(distances).toEqual(Float32Array.of(9, 4, -Infinity, 9))
  expect(labels).toEqual(Int32Array.of(9, 2, -1, 9))
})
