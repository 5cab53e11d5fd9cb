/** A session for a shell, from sign-up to shelves, with songs of the catalogue that is served. */
export function curlSession(port, songs) {
  const [first, second, third = first] = songs
  const json = (value) => `-H 'content-type: application/json' -d ${quoted(JSON.stringify(value))}`
  return `BASE=http://127.0.0.1:${port}

# Sign up; the token names you in every call after.
TOKEN=$(curl -s $BASE/auth/signup ${json({ username: 'ada', password: 'difference engine' })} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')

# Onboarding: the songs you start from, once per account.
curl -s $BASE/recommendations/cold-start -H "Authorization: Bearer $TOKEN" ${json({ seeds: [first, second], limit: 5 })}; echo

# Like a song; it counts double from now on.
curl -s $BASE/likes/toggle -H "Authorization: Bearer $TOKEN" ${json({ song_id: third })}; echo

# Your shelves.
curl -s "$BASE/recommendations/categories?limit=5" -H "Authorization: Bearer $TOKEN"; echo

# What to play next, and what there is.
curl -s $BASE/recommendations/similar ${json({ song: first, limit: 5 })}; echo
curl -s "$BASE/catalog/search?q=${encodeURIComponent(first.split(' - ')[0])}&limit=5"; echo
`
}

/** In single quotes, as a POSIX shell reads them. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
