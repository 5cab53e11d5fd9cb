import { describe, expect, test } from 'vitest'
import { greetingAt } from '../src/pages/home/greeting.js'
import { mainReasons, shareInWords, summaryOf } from '../src/songs/reasons.js'
import { type RecommendedSong, songOfId } from '../src/songs/song.js'

const because = (...shares: [string, number][]) => shares.map(([songId, share]) => ({ songId, share }))
const recommended = (...shares: [string, number][]): RecommendedSong => ({
  ...songOfId('X - Y'),
  because: because(...shares),
})

describe('reasons', () => {
  test('of a shelf are the songs that speak most for all of it together', () => {
    const shelf = [
      recommended(['A - One', 0.5], ['B - Two', 0.4]),
      recommended(['C - Three', 0.6], ['B - Two', 0.4]),
      recommended(),
    ]
    expect(mainReasons(shelf, 2)).toEqual(['B - Two', 'C - Three'])
    expect(mainReasons([recommended()], 2)).toEqual([])
  })

  test('are said in words', () => {
    expect([1, 0.51, 0.5, 0.25, 0.1].map(shareInWords)).toEqual([
      'Mostly',
      'Mostly',
      'Partly',
      'Partly',
      'A little',
    ])
    expect(summaryOf([])).toBe('Popular with many listeners.')
    expect(summaryOf(because(['A - One', 1]))).toBe('It goes with One.')
    expect(summaryOf(because(['A - One', 0.7], ['B - Two', 0.3]))).toBe('Mostly because of One.')
    expect(summaryOf(because(['A - One', 0.4], ['B - Two', 0.3]))).toContain('several of your songs')
  })
})

test('the greeting goes with the time of day', () => {
  const greetings = [0, 4, 5, 11, 12, 17, 18, 23].map(greetingAt)
  const [morning, afternoon, evening] = ['Good morning', 'Good afternoon', 'Good evening']
  expect(greetings).toEqual([evening, evening, morning, morning, afternoon, afternoon, evening, evening])
})
