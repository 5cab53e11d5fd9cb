import { ALL_SONGS } from '../../test/trained-artifacts.js'
import type { Answer, Question } from './ask.js'
import type { SeededRandom } from './seeded-random.js'
import type { Tally } from './tally.js'

/**
 * What a client knows of something it asked for: `kept` when a whole answer said so, `in doubt` when there was no
 * answer, or one that does not tell.
 */
type Fate = 'kept' | 'in doubt'

/** A client's own record of one account. */
export interface Entry {
  readonly username: string
  readonly password: string
  account: Fate
  seeds: { readonly songs: readonly string[]; readonly fate: Fate } | undefined
  /** In the order of asking. */
  readonly likes: { readonly songId: string; readonly fate: Fate }[]
}

export interface Client {
  readonly random: SeededRandom
  readonly tally: Tally
  ask(path: string, question: Question): Promise<Answer>
}

/** Everything that clients were told. */
export class Ledger {
  readonly entries: Entry[] = []

  /**
   * One client's life: signs up, tells its seeds, likes some songs, each of them once. Goes on after whatever fails,
   * without asking again.
   */
  async live({ random, tally, ask }: Client, nLikes = 6): Promise<void> {
    const username = `listener-${this.entries.length}`
    const entry: Entry = {
      username,
      password: `password of ${username}`,
      account: 'in doubt',
      seeds: undefined,
      likes: [],
    }
    this.entries.push(entry)
    const told = async (what: string, path: string, json: unknown, isRight: (answer: Answer) => boolean) => {
      tally.count('requests')
      const answer = await ask(path, { json })
      const fate = fateOf(answer, isRight, tally)
      tally.count(`${what} ${fate === 'kept' ? 'acknowledged' : 'in doubt'}`)
      return { fate, answer }
    }

    const { password } = entry
    const signup = await told(
      'accounts',
      '/auth/signup',
      { username, password },
      ({ status }) => status === 201,
    )
    entry.account = signup.fate
    if (signup.fate === 'in doubt') return
    const token: string = signup.answer.json.access_token
    const asOneself = (path: string, question: Question) => ask(path, { ...question, token })
    await this.#onboard(entry, { random, tally, ask: asOneself }, nLikes)
  }

  async #onboard(entry: Entry, { random, tally, ask }: Client, nLikes: number): Promise<void> {
    const songs = random.sample(ALL_SONGS, 3 + nLikes)
    const seeds = songs.slice(0, 3)
    tally.count('requests')
    const coldStart = await ask('/recommendations/cold-start', { json: { seeds, limit: 3 } })
    const isRight = ({ status, json }: Answer) => status === 200 && json.seed_count === seeds.length
    entry.seeds = { songs: seeds, fate: fateOf(coldStart, isRight, tally) }
    tally.count(`seeds ${entry.seeds.fate === 'kept' ? 'acknowledged' : 'in doubt'}`, seeds.length)
    for (const songId of songs.slice(3)) {
      tally.count('requests')
      const toggled = await ask('/likes/toggle', { json: { song_id: songId } })
      const fate = fateOf(toggled, ({ status, json }) => status === 200 && json.liked === true, tally)
      entry.likes.push({ songId, fate })
      tally.count(`likes ${fate === 'kept' ? 'acknowledged' : 'in doubt'}`)
    }
  }
}

/** No answer, or one that the database did not answer, leaves it open what became of a request. */
function fateOf(answer: Answer, isRight: (answer: Answer) => boolean, tally: Tally): Fate {
  if (answer.status === 0 || answer.status === 503) return 'in doubt'
  if (isRight(answer)) return 'kept'
  tally.count('wrong answers')
  tally.note('a wrong answer', `${answer.status} ${answer.text}`)
  return 'in doubt'
}
