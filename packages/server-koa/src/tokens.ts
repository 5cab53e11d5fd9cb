import jsonwebtoken from 'jsonwebtoken'

/** Makes an access token: HS256, with the claims `sub` (the username) and `exp`. */
export function makeToken(username: string, secretKey: string, expireHours: number): string {
  const exp = Math.floor(Date.now() / 1000 + expireHours * 3600)
  return jsonwebtoken.sign({ sub: username, exp }, secretKey, { algorithm: 'HS256', noTimestamp: true })
}
