import { Redis } from 'ioredis'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { REDIS_MISSING, redisServer } from './redis.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** 0 where Redis is not installed. */
    redisPort: number
  }
}

/** Starts the Redis that all test files of a run share. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (REDIS_MISSING !== undefined) {
    project.provide('redisPort', 0)
    return undefined
  }
  const server = await redisServer()
  project.provide('redisPort', server.port)
  return () => server.remove()
}

/** The address of an empty database of the shared server, which nobody else of this run gets. */
export async function newRedisDatabase(): Promise<string> {
  const url = `redis://127.0.0.1:${inject('redisPort')}`
  const redis = new Redis(url)
  try {
    return `${url}/${await redis.incr('test: databases')}`
  } finally {
    redis.disconnect()
  }
}
