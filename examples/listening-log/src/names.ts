import type { Genre } from './genres.js'
import type { Random } from './random.js'

const FIRST_NAMES =
  'Ada Amélie Beatriz Björn Caleb Clara Dexter Elena Ezra Félix Greta Hugo Inés Jonas Josephine Kofi Leila Luca ' +
  'Mabel Mateo Nadia Noël Odette Oscar Priya Quentin Rosa Ruben Sigrid Søren Thelma Tobias Ursula Vera Wanda Yusuf Zoë'
const VERBS = 'Hold Break Follow Leave Believe Dance Call Forgive Remember Chase Kiss Wonder'
const KEYS = ['A Minor', 'C Major', 'D Minor', 'E-Flat Major', 'F-Sharp Minor', 'G Major', 'B Minor']
const MOVEMENTS = [
  'I. Allegro',
  'II. Andante',
  'II. Adagio',
  'III. Menuetto',
  'IV. Presto',
  'III. Largo, ma non troppo',
]

const firstNames = FIRST_NAMES.split(' ')
const verbs = VERBS.split(' ')

/** Enough for any catalogue of sensible size; more misses mean that the templates cannot give more names. */
const MAX_ATTEMPTS = 10_000

/** Fills templates with the words of a genre: `{Adjective} {Noun}` → `Velvet Lantern`. */
export function fillTemplate(random: Random, genre: Genre, template: string, artist = ''): string {
  const used = new Set<string>()
  // No list of words is so short, nor template so long, that the words run out.
  const another = (from: readonly string[]) => {
    let word = random.pick(from)
    while (used.has(word)) word = random.pick(from)
    used.add(word)
    return word
  }
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    switch (slot) {
      case 'Adjective':
        return another(genre.adjectives)
      case 'Noun':
        return another(genre.nouns)
      case 'Nouns':
        return plural(another(genre.nouns))
      case 'Words':
        return inventWord(random, genre).replace(/[^sz]$/, '$&s')
      case 'Verb':
        return another(verbs)
      case 'First':
        return another(firstNames)
      case 'Number':
        return `${1 + random.below(24)}`
      case 'Key':
        return random.pick(KEYS)
      case 'Movement':
        return random.pick(MOVEMENTS)
      case 'Artist':
        return artist
      default:
        return inventWord(random, genre)
    }
  })
}

/** A name that is not in `taken`, to which it is added; names that differ in case only count as equal. */
export function distinctName(taken: Set<string>, make: () => string): string {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const name = make()
    const key = name.toLowerCase()
    if (taken.has(key)) continue
    taken.add(key)
    return name
  }
  throw new RangeError(`no new name in ${MAX_ATTEMPTS} attempts after ${taken.size} names; ask for fewer`)
}

function plural(noun: string): string {
  if (noun === 'Wolf') return 'Wolves'
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`
}

function inventWord(random: Random, genre: Genre): string {
  const [first, middle, last] = genre.syllables
  const word = random.pick(first) + random.pick(middle) + random.pick(last)
  return word[0]!.toUpperCase() + word.slice(1)
}
