import { Redis } from 'ioredis'
import { onTestFinished } from 'vitest'
import { type RedisServer, redisServer } from '../services/redis.js'

export interface NewRedis extends RedisServer {
  /** The answer to one command, on a connection of its own. */
  command(name: string, ...args: string[]): Promise<unknown>
}

/** A Redis of the test's own, which it may kill, stop, fill and flush; gone after the test. */
export async function newRedis(): Promise<NewRedis> {
  const server = await redisServer()
  onTestFinished(() => server.remove())
  const command = async (name: string, ...args: string[]) => {
    const client = new Redis(server.url)
    const answer = await client.call(name, ...args)
    client.disconnect()
    return answer
  }
  return { ...server, command }
}
