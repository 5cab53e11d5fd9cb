/** The storage of the browser; where it is blocked or full, nothing is kept beyond this page, and nothing breaks. */
export const stored = {
  getItem: (name: string): string | null => attempt(() => localStorage.getItem(name)),
  setItem: (name: string, value: string): void => void attempt(() => localStorage.setItem(name, value)),
  removeItem: (name: string): void => void attempt(() => localStorage.removeItem(name)),
}

function attempt<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}
