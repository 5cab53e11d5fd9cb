import { hash, verify } from '@node-rs/argon2'

/** Argon2id (the library's default variant) at the strength OWASP asks for: 19 MiB, two passes, one lane. */
export const ARGON2_OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/**
 * The hash of a password nobody has, of the same strength as all others. Verifying against it takes as long as
 * verifying a real one, so a login tells by its time no more than by its sentence whether an account exists.
 */
export const DUMMY_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$Uo46SLCa9P1IJcBcr4llDA$eXgpVH4yF27z2PefiMeOwwLMLC3BSGKwqfts8/81ar4'

/** A salted hash of the password, with its parameters in it. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2_OPTIONS)
}

/** @param passwordHash - `undefined` for an account that does not exist: never a match, in the same time. */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? DUMMY_HASH, password)
  return matches && passwordHash !== undefined
}
