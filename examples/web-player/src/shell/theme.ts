import { create } from 'zustand'
import { stored } from '../session/stored.js'

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
    colourBars(theme)
    stored.setItem(KEY, theme)
    set({ theme })
  },
}))

/** The bars of the browser around the page have the colour of the theme; index.html has one for each. */
function colourBars(picked: Theme): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const theme = meta.dataset['theme']
    if (picked === 'system') meta.media = `(prefers-color-scheme: ${theme})`
    else meta.media = theme === picked ? 'all' : 'not all'
  }
}
