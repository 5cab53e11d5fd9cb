import { describe, expect, test } from 'vitest'
import { describeLocation, parseDatabaseUrl } from '../../src/stores/database-url.js'

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

  test.each([
    ['postgres://h/d', 'postgresql://h/d'],
    ['postgresql://u:p@h:5432/d', 'postgresql://u:p@h:5432/d'],
    ['postgresql+psycopg://u:p%40@h/d?sslmode=verify-full', 'postgresql://u:p%40@h/d?sslmode=verify-full'],
    ['postgresql+asyncpg://[::1]/d', 'postgresql://[::1]/d'],
    ['postgresql://u@/d?host=/var/run/postgresql', 'postgresql://u@/d?host=/var/run/postgresql'],
  ])('takes %s for PostgreSQL at %s', (text, url) => {
    expect(parseDatabaseUrl(text)).toEqual({ kind: 'postgres', url })
  })

  test.each([
    '',
    'redux.db',
    'sqlite://',
    'sqlite:///',
    'sqlite:///a.db?mode=ro',
    'mysql://h/d',
    'postgresql://h:port/d',
  ])('refuses "%s"', (url) => {
    expect(parseDatabaseUrl(url)).toBeNull()
  })
})

describe('describeLocation', () => {
  test.each([
    ['sqlite:///redux.db', 'redux.db'],
    ['postgres://ada:s3cret@h:5433/d?password=s3cret&sslmode=require', 'postgresql://ada@h:5433/d'],
    ['postgres://h/d', 'postgresql://h/d'],
  ])('says of %s that it is %s', (url, text) => {
    expect(describeLocation(parseDatabaseUrl(url)!)).toBe(text)
  })
})
