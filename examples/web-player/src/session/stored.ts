import type { StateStorage } from 'zustand/middleware'

/** The storage of the browser; where it is blocked or full, nothing is kept beyond this page, and nothing breaks. */
export const stored: StateStorage = {
  getItem: (name) => attempt(() => localStorage.getItem(name)),
  setItem: (name, value) => attempt(() => localStorage.setItem(name, value)),
  removeItem: (name) => attempt(() => localStorage.removeItem(name)),
}

function attempt<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}
