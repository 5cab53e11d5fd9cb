// The listeners whose recommendations the demo shows: who they are, what they play, what they are recommended.

const N_LISTENERS = 3
const N_FAVOURITES = 3

/**
 * Three listeners with their most played songs: of different favourite genres where the truth behind a made log is
 * known, else from the upper, middle and lower third of those who play enough.
 */
export async function sampleListeners(data, truth) {
  const { readInteractions } = await import('@redux/recommender')
  const { interactions } = await readInteractions(data)
  const { userIds, offsets } = interactions
  const rows = [...userIds.keys()].filter((row) => offsets[row + 1] - offsets[row] >= N_FAVOURITES)
  const chosen = truth === undefined ? spread(rows, offsets) : ofDifferentGenres(rows, userIds, truth)
  return chosen.map((row) => ({ user: userIds[row], favourites: mostPlayed(interactions, row) }))
}

function spread(rows, offsets) {
  const byPairs = rows.toSorted(
    (a, b) => offsets[b + 1] - offsets[b] - (offsets[a + 1] - offsets[a]) || a - b,
  )
  return Array.from(
    { length: Math.min(N_LISTENERS, byPairs.length) },
    (_, third) => byPairs[Math.floor(((third + 0.5) * byPairs.length) / N_LISTENERS)],
  )
}

function ofDifferentGenres(rows, userIds, truth) {
  const chosen = new Map()
  for (const row of rows) {
    const genre = favouriteGenre(truth, userIds[row])
    if (!chosen.has(genre)) chosen.set(genre, row)
    if (chosen.size === N_LISTENERS) break
  }
  return [...chosen.values()]
}

function mostPlayed({ offsets, items, values, itemIds }, row) {
  const positions = Array.from(
    { length: offsets[row + 1] - offsets[row] },
    (_, index) => offsets[row] + index,
  )
  positions.sort((a, b) => values[b] - values[a] || a - b)
  return positions.slice(0, N_FAVOURITES).map((position) => itemIds[items[position]])
}

/** Prints each listener beside what `recommend` gives for them, with genres where they are known. */
export function showListeners(listeners, truth, recommend) {
  for (const { user, favourites } of listeners) {
    const songs = recommend(user).map(({ songId }) => songId)
    const width = Math.max(...[...favourites, ...songs].map((songId) => songId.length))
    const lines = (songIds) =>
      songIds.map((id) => `    ${truth ? `${id.padEnd(width)}  ${describeGenre(truth, id)}` : id}`).join('\n')
    console.log(`\nListener ${user}${truth ? `: ${describeTaste(truth, user)}` : ''}`)
    console.log(`  plays most\n${lines(favourites)}`)
    console.log(`  is recommended\n${lines(songs)}`)
  }
}

/** The genre with the largest share in a listener's taste. */
function favouriteGenre({ tasteOfListener }, user) {
  return tasteOfListener[user].genres.toSorted((a, b) => b.share - a.share)[0].genre
}

function describeTaste({ tasteOfListener }, user) {
  return tasteOfListener[user].genres
    .map(({ genre, share, subGenres }) => `${Math.round(100 * share)} % ${genre} (${subGenres.join(', ')})`)
    .join(', ')
}

function describeGenre({ genreOfSong }, songId) {
  const { genre, subGenre } = genreOfSong[songId]
  return `${genre} (${subGenre})`
}
