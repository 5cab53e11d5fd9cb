/** A time as Optuna writes it: with an offset, for Python before 3.11 does not know the letter Z. */
export function isoTime(time: Date): string {
  return time.toISOString().replace('Z', '+00:00')
}
