/** The value that a share `q` of the values does not exceed, by nearest rank; NaN of none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** Milliseconds as they are printed. */
export const ms = (value: number): string => `${value.toFixed(2)} ms`

/** Bytes as they are printed. */
export const megabytes = (value: number): string => `${(value / 1024 / 1024).toFixed(1)} MB`
