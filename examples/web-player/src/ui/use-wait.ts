import { useEffect, useState } from 'react'
import { Problem } from '../api/problem.js'

/** Seconds that are left of what a busy service asks to wait; 0 where nothing has to be waited for. */
export function useWait(error: Error | null): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const seconds = error instanceof Problem && error.kind === 'busy' ? (error.retryAfterSeconds ?? 0) : 0
    const end = Date.now() + seconds * 1000
    // Looks at the clock, as timers come late on a page in the background.
    const count = () => {
      const now = Math.max(Math.ceil((end - Date.now()) / 1000), 0)
      setLeft(now)
      if (now === 0) clearInterval(timer)
    }
    const timer = setInterval(count, 250)
    count()
    return () => clearInterval(timer)
  }, [error])
  return left
}

/** The same, for people. */
export function inSeconds(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
