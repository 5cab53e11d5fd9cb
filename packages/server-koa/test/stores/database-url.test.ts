import { describe, expect, test } from 'vitest'
import { parseDatabaseUrl } from '../../src/stores/database-url.js'

describe('parseDatabaseUrl', () => {
  test.each([
    ['sqlite:///redux.db', 'redux.db'],
    ['sqlite:///./data/redux.db', './data/redux.db'],
    ['sqlite:////var/lib/redux.db', '/var/lib/redux.db'],
    ['sqlite:///C:/data/redux.db', 'C:/data/redux.db'],
    ['sqlite:///my%20music.db', 'my%20music.db'],
  ])('reads %s as the path %s', (url, path) => {
    expect(parseDatabaseUrl(url)).toEqual({ kind: 'sqlite', path })
  })

  test.each(['postgres://h/d', 'postgresql://u:p@h:5432/d', 'postgresql+psycopg://h/d'])(
    'takes %s for PostgreSQL',
    (url) => {
      expect(parseDatabaseUrl(url)).toEqual({ kind: 'postgres' })
    },
  )

  test.each(['', 'redux.db', 'sqlite://', 'sqlite:///', 'sqlite:///a.db?mode=ro', 'mysql://h/d'])(
    'refuses "%s"',
    (url) => {
      expect(parseDatabaseUrl(url)).toBeNull()
    },
  )
})
