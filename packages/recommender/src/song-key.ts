/** What stands between artist and track in a song id and in a song key. */
const SEPARATOR = ' - '

/**
 * The canonical id of a song: `"<Artist> - <Track>"`, both without blanks around them.
 *
 * @example
 * songId('Daft Punk ', 'One More Time') // 'Daft Punk - One More Time'
 */
export function songId(artist: string, track: string): string {
  return artist.trim() + SEPARATOR + track.trim()
}

/**
 * Artist and track of a song id, split at the first `" - "`. An id without one is no song (MovieLens numbers
 * its films): all of it is the track, and the artist is empty.
 *
 * @example
 * splitSongId('Maria Mena - Habits - Live') // { artist: 'Maria Mena', track: 'Habits - Live' }
 */
export function splitSongId(id: string): { artist: string; track: string } {
  const at = id.indexOf(SEPARATOR)
  if (at < 0) return { artist: '', track: id }
  return { artist: id.slice(0, at), track: id.slice(at + SEPARATOR.length) }
}

/**
 * The form under which spellings of one song meet: `"artist - track"` in lower case, without accents and
 * punctuation, and without the track's tags `(feat. …)` and `(… remix, live, remastered …)`. Non-Latin scripts
 * stay as they are. Text without `" - "` is taken for a track alone.
 *
 * Idempotent. Empty only when nothing in the text is visible: an artist `!!!` keeps its punctuation, and a
 * track that is only `(Remix)` keeps the word.
 *
 * @example
 * songKey('Beyoncé - Déjà Vu (feat. JAY‐Z)') // 'beyonce - deja vu'
 */
export function songKey(text: string): string {
  const { artist, track } = splitSongId(fold(text))
  const trackKey = words(dropGuests(words(dropTags(track)))) || words(dropGuests(words(track))) || track
  return artist === '' ? trackKey : (words(artist) || artist) + SEPARATOR + trackKey
}

const BLANKS = /\s+/gu
// Control and format characters, halves of surrogate pairs, and what only changes its neighbour's looks.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu
const APOSTROPHES = /[‘’‛′＇`´ʹʻʼʽ]/gu
const DASHES = /[‐‑‒–—―−]/gu
const DIACRITICS = /[\u0300-\u036f]/gu
const PUNCTUATION = /[^\p{L}\p{M}\p{N} ]/gu
const PLAIN = /^[a-z0-9]+(?: [a-z0-9]+)*$/

/**
 * Everything that needs no knowledge of songs: compatibility forms, case, apostrophes, dashes, blanks. Done
 * before the text is split, so that a separator written with an en dash or a no-break space is one too.
 */
function fold(text: string): string {
  return (
    text
      .replace(BLANKS, ' ')
      .replace(INVISIBLE, '')
      // Before the decomposition, which makes a blank with an accent of "´" …
      .replace(APOSTROPHES, "'")
      .normalize('NFKD')
      .toLowerCase()
      .normalize('NFKD')
      // … and after it, which makes an apostrophe and an n of "ŉ".
      .replace(APOSTROPHES, "'")
      .replace(DASHES, '-')
      .replace(BLANKS, ' ')
      .trim()
  )
}

/** Folded text without accents and punctuation. */
function words(folded: string): string {
  if (PLAIN.test(folded)) return folded
  return (
    folded
      .replace(DIACRITICS, '')
      .replace(PUNCTUATION, '')
      .replace(BLANKS, ' ')
      .trim()
      // Marks that punctuation held apart have met and need their canonical order.
      .normalize('NFKD')
  )
}

const GUEST_TAG = /^ *(?:feat|ft|featuring)(?![\p{L}\p{N}])/u
const VERSION_TAG =
  /(?<![\p{L}\p{N}])(?:remix|mix|version|edit|live|remaster|remastered|mono|stereo)(?![\p{L}\p{N}])/u

/** A track without the parentheses and brackets that name guests or a version; others lose only their marks. */
function dropTags(track: string): string {
  if (!/[([]/.test(track)) return track
  const outer: string[] = []
  let current = ''
  for (const piece of track.split(/([()[\]])/)) {
    if (piece === '(' || piece === '[') {
      outer.push(current)
      current = ''
    } else if (piece !== ')' && piece !== ']') {
      current += piece
    } else if (outer.length > 0) {
      const isTag = GUEST_TAG.test(current) || VERSION_TAG.test(current)
      current = outer.pop() + (isTag ? ' ' : current)
    }
  }
  // Brackets left open enclose nothing.
  return outer.join('') + current
}

/** Words up to "feat", "ft" or "featuring", which name guests wherever words stand on both sides. */
function dropGuests(spaced: string): string {
  const guests = / (?:feat|ft|featuring) /.exec(spaced)
  return guests === null ? spaced : spaced.slice(0, guests.index)
}
