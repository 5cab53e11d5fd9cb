import { create } from 'zustand'
import { toggleLike } from '../songs/toggle-like.js'
import { goBack, positionSeconds, seek } from './playback.js'
import { usePlayer } from './player.js'

/** What the keyboard does where nobody writes, in the order of the list that `?` shows. */
export const SHORTCUTS = [
  { keys: ['Space', 'K'], does: 'Play or pause' },
  { keys: ['N', 'Shift + →'], does: 'Next song' },
  { keys: ['P', 'Shift + ←'], does: 'Previous song' },
  { keys: ['→'], does: 'Five seconds forward' },
  { keys: ['←'], does: 'Five seconds back' },
  { keys: ['L'], does: 'Like the song that plays' },
  { keys: ['F'], does: 'Open the full player' },
  { keys: ['/'], does: 'Search' },
  { keys: ['Shift + Enter'], does: 'Like the song chosen in the search' },
  { keys: ['?'], does: 'Show this list' },
] as const

interface Panels {
  readonly isFullPlayerOpen: boolean
  readonly isShortcutListOpen: boolean
}

/** What the player has open above the page. */
export const usePanels = create<Panels>()(() => ({ isFullPlayerOpen: false, isShortcutListOpen: false }))

/** The id of the search field, for those who want to put the focus there. */
export const SEARCH_ID = 'search'

const STEP_SECONDS = 5

/** Obeys the keys of {@link SHORTCUTS}, where there is a player to be seen. Returns what stops it. */
export function followShortcuts(): () => void {
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

function onKeyDown(event: KeyboardEvent): void {
  const { target, shiftKey } = event
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (target instanceof Element && needsKey(target, key)) return
  const action = actionOf(key, shiftKey)
  if (action === undefined || (event.repeat && !key.startsWith('Arrow'))) return
  if (action() !== false) event.preventDefault()
}

/** Whether what has the focus has a use of its own for a key. */
function needsKey(target: Element, key: string): boolean {
  if (target.closest('[role=menu], [role=alertdialog]')) return true
  // Nothing is opened or searched behind a dialog.
  if ('/?f'.includes(key) && target.closest('[role=dialog]')) return true
  if (target.closest('input:not([type=range]), textarea, select, [contenteditable=true]')) return true
  if (key === ' ') return target.closest('button, a, summary, [role=button]') !== null
  if (key.startsWith('Arrow'))
    return target.closest('input, [role=slider], [role=listbox], [role=list], [role=application]') !== null
  return false
}

/** What a key does; the action says false where it had nothing to do. */
function actionOf(key: string, isShifted: boolean): (() => unknown) | undefined {
  const { current, isPlaying, pause, resume, next } = usePlayer.getState()
  const song = (action: () => void) => (current === null ? undefined : action)
  switch (key) {
    case ' ':
    case 'k':
      return song(isPlaying ? pause : resume)
    case 'n':
      return song(next)
    case 'p':
      return song(goBack)
    case 'ArrowRight':
      return song(isShifted ? next : () => seek(positionSeconds() + STEP_SECONDS))
    case 'ArrowLeft':
      return song(isShifted ? goBack : () => seek(positionSeconds() - STEP_SECONDS))
    case 'l':
      return current === null ? undefined : () => toggleLike(current)
    case 'f':
      return song(() => usePanels.setState({ isFullPlayerOpen: true }))
    case '/':
      return focusSearch
    case '?':
      return () => usePanels.setState({ isShortcutListOpen: true })
    default:
      return undefined
  }
}

function focusSearch(): boolean {
  const field = document.getElementById(SEARCH_ID)
  field?.focus()
  return field !== null
}
