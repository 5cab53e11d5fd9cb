// What the service is asked: for every call many different questions, the same in every run.
import { seededRandom } from '../lib/measure.mjs'
import { PASSWORD } from './accounts.mjs'

/** Different questions per call, unless there are fewer. */
const QUESTIONS = 4096

/**
 * Every call with its questions.
 *
 * - `requests`: as autocannon takes them
 * - `keepsAnswers`: whether answers go into the result cache
 * - `database`: whether it asks the database
 * - `slow`: whether it hashes a password, which is meant to take long
 * - `isRight`: whether a parsed answer is worth measuring; an empty one would be quick for nothing
 *
 * @param catalogue - Songs, with `songId`, `artist` and `title`.
 * @param readers - Accounts whose taste stays as it is.
 * @param togglers - Accounts whose likes come and go.
 */
export function questionsOf(catalogue, { readers, togglers }) {
  const random = seededRandom(11)
  const oneOf = (list) => list[Math.floor(list.length * random())]
  const many = (make) => Array.from({ length: QUESTIONS }, (_, n) => make(n))
  const asReader = (n) => bearer(readers[n % readers.length])
  const song = () => oneOf(catalogue).songId
  const similar = (headers) => postJson('/recommendations/similar', { song: song(), limit: 10 }, headers)
  const shelves = (query, headers) => get(`/recommendations/categories${query}`, headers)
  const coldStart = (headers) => {
    const seeds = Array.from({ length: 3 + Math.floor(6 * random()) }, song)
    return postJson('/recommendations/cold-start', { seeds, limit: 10 }, headers)
  }
  const search = (text) => get(`/catalog/search?q=${encodeURIComponent(text)}&limit=10`)
  const cover = ({ artist, title }) =>
    get(`/cover?artist=${encodeURIComponent(artist)}&track=${encodeURIComponent(title)}`)
  const hasResults = ({ results }) => results.length === 10
  const hasShelves = (least) => (body) => body.buckets?.length >= least && body.buckets[0].items.length > 0

  return {
    health: { call: 'GET /health', requests: [get('/health')], isRight: ({ status }) => status === 'ok' },
    catalogSearch: {
      call: 'GET /catalog/search',
      requests: many(() => search(searchText(oneOf(catalogue), random()))),
      isRight: (songs) => songs.length > 0,
    },
    misspelt: {
      call: 'GET /catalog/search, misspelt',
      requests: many(() => search(misspelt(oneOf(catalogue).artist, random()))),
    },
    search: { call: 'GET /search, no providers', requests: many(() => searchOutside(oneOf(catalogue))) },
    cover: { call: 'GET /cover, no providers', requests: many(() => cover(oneOf(catalogue))) },
    similar: {
      call: 'POST /recommendations/similar, anonymous',
      requests: many(() => similar()),
      keepsAnswers: true,
      isRight: hasResults,
    },
    similarPersonal: {
      call: 'POST /recommendations/similar, signed in',
      requests: many((n) => similar(asReader(n))),
      keepsAnswers: true,
      database: true,
      isRight: hasResults,
    },
    shelvesNewcomer: {
      call: 'GET /recommendations/categories, newcomer',
      requests: [shelves('')],
      keepsAnswers: true,
      isRight: hasShelves(1),
    },
    shelvesPersonal: {
      call: 'GET /recommendations/categories, signed in',
      requests: many((n) => shelves('', asReader(n))),
      keepsAnswers: true,
      database: true,
      isRight: hasShelves(3),
    },
    shelvesOfSong: {
      call: 'GET /recommendations/categories?seed=<song>',
      requests: many(() => shelves(`?seed=${encodeURIComponent(song())}`)),
      keepsAnswers: true,
      isRight: hasShelves(3),
    },
    coldStart: {
      call: 'POST /recommendations/cold-start, anonymous',
      requests: many(() => coldStart()),
      keepsAnswers: true,
      isRight: hasResults,
    },
    coldStartPersonal: {
      call: 'POST /recommendations/cold-start, signed in',
      requests: many((n) => coldStart(asReader(n))),
      keepsAnswers: true,
      database: true,
      isRight: hasResults,
    },
    likes: { call: 'GET /likes', requests: many((n) => get('/likes', asReader(n))), database: true },
    toggle: {
      call: 'POST /likes/toggle',
      requests: many((n) =>
        postJson('/likes/toggle', { song_id: song() }, bearer(togglers[n % togglers.length])),
      ),
      database: true,
    },
    seeds: {
      call: 'GET /me/seeds',
      requests: many((n) => get('/me/seeds', asReader(n))),
      database: true,
      isRight: ({ seeds }) => seeds.length > 0,
    },
    login: {
      call: 'POST /auth/login',
      requests: many((n) => login(readers[n % readers.length].username)),
      database: true,
      slow: true,
    },
    signup: {
      call: 'POST /auth/signup',
      // Nobody can sign up twice, so every round has names of its own.
      get requests() {
        return many(() => postJson('/auth/signup', { username: newName(), password: PASSWORD }))
      },
      database: true,
      slow: true,
    },
    metrics: { call: 'GET /metrics', requests: [get('/metrics')], isText: true },
    openapi: { call: 'GET /openapi.json', requests: [get('/openapi.json')] },
  }
}

let names = 0
const newName = () => `newcomer-${names++}`

const get = (path, headers = {}) => ({ method: 'GET', path, headers })

const postJson = (path, body, headers = {}) => ({
  method: 'POST',
  path,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

const bearer = ({ token }) => ({ Authorization: `Bearer ${token}` })

function login(username) {
  return {
    method: 'POST',
    path: '/auth/login',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ username, password: PASSWORD }).toString(),
  }
}

const searchOutside = ({ artist }) => get(`/search?q=${encodeURIComponent(artist)}&limit=10`)

/** What people type: an artist, the beginning of one, artist and a word of the title, or all of it. */
function searchText({ artist, title }, share) {
  if (share < 0.3) return artist
  if (share < 0.6) return artist.slice(0, 3 + Math.floor(share * 10))
  return share < 0.9 ? `${artist} ${title.split(' ')[0]}` : `${artist} ${title}`
}

/** Two letters of a word change places. */
function misspelt(text, share) {
  const at = 1 + Math.floor(share * Math.max(0, text.length - 3))
  return `${text.slice(0, at)}${text.charAt(at + 1)}${text.charAt(at)}${text.slice(at + 2)}`
}
