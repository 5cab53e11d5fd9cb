import { create } from 'zustand'

/** `system` follows what the device says. */
export type Theme = 'system' | 'light' | 'dark'

/** Also read by public/theme.js, before the app is there. */
const KEY = 'redux:theme'

interface ThemeState {
  readonly theme: Theme
  readonly setTheme: (theme: Theme) => void
}

export const useTheme = create<ThemeState>()((set) => ({
  theme: (document.documentElement.dataset['theme'] as Theme | undefined) ?? 'system',
  setTheme(theme) {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset['theme']
    else dataset['theme'] = theme
    try {
      localStorage.setItem(KEY, theme)
    } catch {
      // Storage is blocked: the theme lasts as long as the page.
    }
    set({ theme })
  },
}))
