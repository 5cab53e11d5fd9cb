import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Interactions } from '../src/interactions.js'
import { readInteractions } from '../src/node/read/read-interactions.js'
import type { ReadOptions } from '../src/node/read/read-options.js'
import { anyId } from './arbitraries.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redux-read-'))
})
afterAll(() => rm(folder, { recursive: true }))

let nFiles = 0
async function fileOf(content: string | Uint8Array, name = `${nFiles++}.csv`): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const read = async (content: string | Uint8Array, options?: ReadOptions) =>
  readInteractions(await fileOf(content), options)

/** `user | item | value` of every pair. */
const pairsOf = ({ userIds, itemIds, offsets, items, values }: Interactions): string[] =>
  userIds.flatMap((user, u) =>
    Array.from(
      items.subarray(offsets[u]!, offsets[u + 1]!),
      (item, at) => `${user} | ${itemIds[item]} | ${values[offsets[u]! + at]}`,
    ),
  )

/** Expects a refusal with this code, whose message has these fragments. */
async function refusal(
  code: string,
  fragments: readonly string[],
  act: () => Promise<unknown>,
): Promise<void> {
  const error = await act().then(
    () => expect.unreachable(`expected ${code}`),
    (error) => error,
  )
  expect(error).toMatchObject({ name: 'RecommenderError', code })
  for (const fragment of fragments) expect(error.message).toContain(fragment)
}

/** A Last.fm log of `n` good rows. */
const lastfm = (n: number) =>
  `,Username,Artist,Track,Album,Date,Time\n${Array.from({ length: n }, (_, i) => `${i},u${i % 3},Artist,Song ${i},,1 Jan 2021, 10:00\n`).join('')}`

describe('formats', () => {
  it('tells a Last.fm log by its header and counts the plays of each song', async () => {
    const { interactions, report } = await read(
      ',Username,Artist,Track,Album,Date,Time\n' +
        '0,ann,Air,Sexy Boy,,31 Jan 2021, 23:34\n' +
        '1,bob,ABC,"Tears Are Not Enough - 12"" Mix",,31 Jan 2021, 23:27\n' +
        '2,ann, Air ,"Sexy Boy ","Moon, Safari",31 Jan 2021, 23:24\n',
    )
    expect(report).toMatchObject({ format: 'lastfm', encoding: 'utf-8', gzip: false, rows: 3, badRows: 0 })
    expect(interactions.kind).toBe('plays')
    expect(pairsOf(interactions)).toEqual([
      'ann | Air - Sexy Boy | 2',
      'bob | ABC - Tears Are Not Enough - 12" Mix | 1',
    ])
  })

  it.each([
    ['reordered and extra columns', 'Track,x, ARTIST ,username\nOne,,U2,ann\n'],
    ['semicolons', 'Username;Artist;Track\nann;U2;One\n'],
    ['tabs', 'Username\tArtist\tTrack\nann\tU2\tOne\n'],
    ['bars', 'Username|Artist|Track\nann|U2|One\n'],
    ['a byte order mark', '\ufeffUsername,Artist,Track\nann,U2,One\n'],
    ['a quoted header', '"Username","Artist","Track"\n"ann","U2","One"\n'],
    ['carriage returns and blank lines', '\r\nUsername,Artist,Track\r\n\r\nann,U2,One\r\n\r\n'],
    ['no line end at the end', 'Username,Artist,Track\nann,U2,One'],
  ])('reads a Last.fm log with %s', async (_, text) => {
    const { interactions, report } = await read(text)
    expect(report).toMatchObject({ format: 'lastfm', rows: 1, badRows: 0 })
    expect(pairsOf(interactions)).toEqual(['ann | U2 - One | 1'])
  })

  it.each([
    ['movielens-data', '196\t242\t3\t881250949\n196\t7\t4.5\t1\n196\t242\t5\t891717742\n'],
    ['movielens-dat', '196::242::3::881250949\r\n196::7::4.5::1\r\n196::242::5::891717742\r\n'],
    ['movielens-csv', 'userId,movieId,rating,timestamp\n196,242,3.0,1\n196,7,4.5,1\n196,242,5.0,2\n'],
  ])('tells %s and keeps the last of several ratings', async (format, text) => {
    const { interactions, report } = await read(text)
    expect(report).toMatchObject({ format, rows: 3 })
    expect(interactions.kind).toBe('ratings')
    expect(pairsOf(interactions)).toEqual(['196 | 242 | 5', '196 | 7 | 4.5'])
  })

  it.each([
    ['with', 'userID\tartistID\tweight\n2\t51\t13883\n2\t52\t11690\n2\t51\t2\n'],
    ['without', '2\t51\t13883\n2\t52\t11690\n2\t51\t2\n'],
  ])('tells HetRec play counts %s a header and adds them up', async (_, text) => {
    const { interactions, report } = await read(text)
    expect(report).toMatchObject({ format: 'hetrec', rows: 3 })
    expect(pairsOf(interactions)).toEqual(['2 | 51 | 13885', '2 | 52 | 11690'])
  })

  it('reads ratings without their time when told the format', async () => {
    const { interactions } = await read('a\tx\t3\nb\tx\t4\n', { format: 'movielens-data' })
    expect(pairsOf(interactions)).toEqual(['a | x | 3', 'b | x | 4'])
  })

  it('reads any delimited text by the names of its columns', async () => {
    const columns = { user: 'Who', artist: 'band', track: 'SONG', plays: 'n' }
    const { interactions, report } = await read('band;song;who;n\nU2;One;ann;3\nU2;One;ann;4.0\n', {
      columns,
    })
    expect(report.format).toBe('csv')
    expect(pairsOf(interactions)).toEqual(['ann | U2 - One | 7'])
  })

  it('takes rows for plays when columns name neither rating nor plays', async () => {
    const { interactions } = await read('u,i\na,x\na,x\n', {
      format: 'csv',
      columns: { user: 'u', item: 'i' },
    })
    expect(interactions).toMatchObject({ kind: 'plays', values: Float32Array.of(2) })
  })
})

describe('encodings', () => {
  const log = (text: string) => `Username,Artist,Track\nann,${text},x\n`

  it('takes bytes that are no UTF-8 for Windows-1252', async () => {
    const bytes = Buffer.concat([
      Buffer.from('Username,Artist,Track\nann,'),
      Buffer.from([0x42, 0xf6, 0x92, 0x80]),
      Buffer.from(',x\n'),
    ])
    const { interactions, report } = await read(bytes)
    expect(report.encoding).toBe('latin-1')
    expect(interactions.itemIds).toEqual(['Bö’€ - x'])
  })

  it('reads UTF-8 as latin-1 only when told to', async () => {
    expect((await read(log('Björk'))).interactions.itemIds).toEqual(['Björk - x'])
    expect((await read(log('Björk'), { encoding: 'latin-1' })).interactions.itemIds).toEqual(['BjÃ¶rk - x'])
  })

  it('counts rows with bytes that are no UTF-8 as bad when told that it is', async () => {
    const bytes = Buffer.concat([Buffer.from(lastfm(200)), Buffer.from('9,u1,Bj\xf6rk,x,,,\n', 'latin1')])
    const { report } = await read(bytes, { encoding: 'utf-8' })
    expect(report.firstBadRows).toEqual([{ line: 202, column: 'Artist', reason: 'is not valid UTF-8' }])
  })

  it('knows UTF-8 wherever a character meets the end of a chunk', async () => {
    // 262,144 bytes are read at once; the paddings put a four-byte character on every place around that.
    for (let padding = 0; padding < 5; padding++) {
      const head = `Username,Artist,Track\n${'a,b,c\n'.repeat(43_000)}`
      const filler = 'x'.repeat(262_144 - head.length - 3 - padding)
      const { interactions, report } = await read(`${head}u,${filler}😀,t\n`)
      expect(report.encoding).toBe('utf-8')
      expect(interactions.itemIds[1]!.endsWith('x😀 - t')).toBe(true)
    }
  })

  it.each([
    ['utf-16 text', Buffer.from('\ufeffUsername,Artist,Track\n', 'utf16le'), 'UTF-16'],
    ['utf-16 text without a mark', Buffer.from('Username,Artist,Track\n', 'utf16le'), 'UTF-16'],
    ['binary data', Buffer.from([1, 2, 0, 3, 255]), 'binary'],
    ['a ZIP archive', Buffer.from('PK\x03\x04…'), 'ZIP'],
    ['a gzip within a gzip', gzipSync(gzipSync('a')), 'gzip within'],
  ])('refuses %s', async (_, bytes, fragment) => {
    const path = await fileOf(bytes)
    await refusal('UNKNOWN_FORMAT', [path, fragment], () => readInteractions(path))
  })
})

describe('gzip', () => {
  it('is told by content, and reported with size and hash of the file on disk', async () => {
    const bytes = gzipSync(lastfm(5))
    const path = await fileOf(bytes, 'plays.csv')
    const { report } = await readInteractions(path)
    expect(report).toEqual({
      name: 'plays.csv',
      format: 'lastfm',
      encoding: 'utf-8',
      gzip: true,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      rows: 5,
      badRows: 0,
      firstBadRows: [],
    })
  })

  it('may have several members', async () => {
    const { report } = await read(Buffer.concat([gzipSync(lastfm(3)), gzipSync('9,u,A,B,,,\n')]))
    expect(report.rows).toBe(4)
  })

  it('is refused by name when it is cut off or damaged', async () => {
    const bytes = gzipSync(lastfm(2000))
    const cut = await fileOf(bytes.subarray(0, bytes.length >> 1), 'cut.gz')
    await refusal('UNREADABLE', ['cut.gz', 'cut off'], () => readInteractions(cut))
    const damaged = Buffer.from(bytes)
    damaged.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 50)
    const path = await fileOf(damaged, 'damaged.gz')
    await refusal('UNREADABLE', ['damaged.gz', 'damaged gzip'], () => readInteractions(path))
  })
})

describe('bad rows', () => {
  it('are left out and reported by line, the first ten of them', async () => {
    const bad = Array.from({ length: 12 }, () => 'x,u1,,Song,,,\n').join('')
    const { report } = await read(lastfm(1200) + bad)
    expect(report).toMatchObject({ rows: 1200, badRows: 12 })
    expect(report.firstBadRows).toHaveLength(10)
    expect(report.firstBadRows[0]).toEqual({ line: 1202, column: 'Artist', reason: 'is empty' })
  })

  it.each([
    ['1,u1,A,B,,\n', 'row', 'has 6 columns, not 7'],
    ['1, ,A,B,,,\n', 'Username', 'is empty'],
    ['1,u,A,"\n",,,\n', 'Track', 'is empty'],
    ['1,u,A,12" mix,,,\n', 'row', 'has a quote that is never closed'],
    ['1,u,A,the "mix",,,\n', 'row', 'has a quote out of place'],
    ['1,u,"A,B,,,\n2,u,A,B,,,\n', 'row', 'has a quote that is never closed'],
  ])('are told from good ones in a log: %j', async (row, column, reason) => {
    const { report } = await read(lastfm(100) + row)
    expect(report.badRows).toBe(1)
    expect(report.firstBadRows).toEqual([{ line: 102, column, reason }])
  })

  it.each([
    ['abc', 'is not a number: "abc"'],
    ['0x10', 'is not a number: "0x10"'],
    ['NaN', 'is not a number: "NaN"'],
    ['Infinity', 'is not a number: "Infinity"'],
    ['1e39', 'is too large: "1e39"'],
    [' ', 'is empty'],
  ])('are told from good ones by the rating %j', async (rating, reason) => {
    const text = `userId,movieId,rating,timestamp\n${'1,2,3.5,0\n'.repeat(100)}1,2,${rating},0\n`
    const { report } = await read(text)
    expect(report.firstBadRows).toEqual([{ line: 102, column: 'rating', reason }])
  })

  it.each(['0', '-3', '1.5', '0.99999999999'])('are told from good ones by the plays %j', async (plays) => {
    const { report } = await read(`userID\tartistID\tweight\n${'1\t2\t3\n'.repeat(100)}1\t2\t${plays}\n`)
    expect(report.firstBadRows).toEqual([
      { line: 102, column: 'weight', reason: `is not a whole number >= 1: "${plays}"` },
    ])
  })

  it('stop the reading when they are more than one in a hundred', async () => {
    const text = (nBad: number) => lastfm(99 * nBad) + '1,u,A,,,,\n'.repeat(nBad)
    expect((await read(text(2))).report.badRows).toBe(2)
    const path = await fileOf(`${text(2)}1,u,,B,,,\n`)
    const fragments = [
      path,
      '3 of 201 rows',
      '1.49 %',
      'column Track in 2',
      'column Artist in 1',
      'line 200: Track',
    ]
    await refusal('BAD_ROWS', fragments, () => readInteractions(path))
  })

  it('stop the reading when one of ten is bad, and when all are', async () => {
    await refusal('BAD_ROWS', ['1 of 10 rows', '10 %'], () => read(`${lastfm(9)}1,u,A,,,,\n`))
    await refusal('BAD_ROWS', ['1 of 1 rows', '100 %'], () => read(`${lastfm(0)}1,u,A,,,,\n`))
  })
})

describe('refusals', () => {
  it.each([
    ['no bytes', '', 'is empty'],
    ['no bytes in a gzip', gzipSync(''), 'is empty'],
    ['a byte order mark only', '\ufeff', 'blank'],
    ['blank lines only', '\n \r\n\n', 'blank'],
    ['a header only', 'Username,Artist,Track\n', 'a header but no rows'],
  ])('name a file with %s', async (_, content, fragment) => {
    const path = await fileOf(content)
    await refusal('EMPTY_DATA', [path, fragment], () => readInteractions(path))
  })

  it('list the columns that are needed and those there are', async () => {
    const path = await fileOf('id,Username,Artist,Song\n1,a,b,c\n')
    const fragments = [path, 'no column Track', 'Username, Artist, Track', 'id, Username, Artist, Song']
    await refusal('MISSING_COLUMN', fragments, () => readInteractions(path))
    await refusal('MISSING_COLUMN', fragments, () => readInteractions(path, { format: 'lastfm' }))
    await refusal('MISSING_COLUMN', ['no column listener', 'csv'], () =>
      readInteractions(path, { columns: { user: 'listener', item: 'Song' } }),
    )
  })

  it.each([
    ['words', 'Hello, world\nhow are you\n'],
    ['other columns', 'a,b,c\n1,2,3\n'],
    ['a first line without end', 'x'.repeat(100_000)],
  ])('list the known formats for a file of %s', async (_, text) => {
    const path = await fileOf(text)
    await refusal('UNKNOWN_FORMAT', [path, 'lastfm (Username, Artist, Track)'], () => readInteractions(path))
  })

  it('tell a path that is not there from a folder', async () => {
    const nowhere = join(folder, 'nowhere.csv')
    await refusal('NOT_FOUND', [nowhere, 'does not exist'], () => readInteractions(nowhere))
    const subfolder = join(folder, 'sub')
    await mkdir(subfolder)
    await refusal('NOT_A_FILE', [subfolder, 'folder'], () => readInteractions(subfolder))
  })

  it.skipIf(process.getuid?.() === 0)('name a file that may not be read', async () => {
    const path = await fileOf(lastfm(1))
    await chmod(path, 0)
    await refusal('UNREADABLE', [path, 'permission denied'], () => readInteractions(path))
  })

  it.each<[string, object]>([
    ['format', { format: 'xml' }],
    ['encoding', { encoding: 'utf-16' }],
    ['delimiter', { delimiter: ';' }],
    ['columns', { format: 'csv' }],
    ['columns', { format: 'lastfm', columns: { user: 'u', item: 'i' } }],
    ['columns.user', { columns: { item: 'i' } }],
    ['columns.user', { columns: { user: ' ', item: 'i' } }],
    ['item', { columns: { user: 'u', artist: 'a' } }],
    ['not both', { columns: { user: 'u', item: 'i', track: 't' } }],
    ['not both', { columns: { user: 'u', item: 'i', rating: 'r', plays: 'p' } }],
    ['date', { columns: { user: 'u', item: 'i', date: 'd' } }],
  ])('name the option at fault: %s in %j', async (fragment, options) => {
    await refusal('INVALID_OPTION', [fragment], () => read(lastfm(1), options as ReadOptions))
  })
})

describe('progress and stopping', () => {
  it('reports bytes up to the size on disk, and rows', async () => {
    const bytes = gzipSync(lastfm(30_000))
    const seen: { bytesRead: number; bytesTotal: number; rows: number }[] = []
    await read(bytes, { onProgress: (progress) => seen.push({ ...progress }) })
    expect(seen.length).toBeGreaterThan(2)
    expect(seen.at(-1)).toEqual({ bytesRead: bytes.length, bytesTotal: bytes.length, rows: 30_000 })
    for (const [n, { rows }] of seen.slice(1).entries()) expect(rows).toBeGreaterThanOrEqual(seen[n]!.rows)
  })

  it('stops on the signal, before and while reading', async () => {
    const path = await fileOf(lastfm(50_000))
    await refusal('ABORTED', [path], () => readInteractions(path, { signal: AbortSignal.abort() }))
    const controller = new AbortController()
    let nCalls = 0
    const onProgress = () => {
      nCalls++
      controller.abort()
    }
    await refusal('ABORTED', [path], () => readInteractions(path, { signal: controller.signal, onProgress }))
    expect(nCalls).toBe(1)
  })
})

describe('any log', () => {
  const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`
  const style = fc.record({
    newline: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\ufeff'),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    gzip: fc.boolean(),
    always: fc.boolean(),
  })
  const rows = fc.array(fc.tuple(anyId(), anyId(), anyId(), anyId()), { minLength: 1, maxLength: 20 })

  it('is read back as it was written, with the same pairs and counts', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        style,
        fc.nat(3),
        async (rows, { newline, mark, delimiter, gzip, always }, repeats) => {
          const field = (text: string) => (always || /[",;\t|\r\n]/.test(text) ? quoted(text) : text)
          const listens = Array.from({ length: repeats + 1 }, () => rows).flat()
          const lines = [['Album', 'Artist', 'Username', 'Track'], ...listens].map((row) => row.map(field))
          const text = mark + lines.map((line) => line.join(delimiter)).join(newline)
          const { interactions, report } = await read(gzip ? gzipSync(text) : text)
          expect(report).toMatchObject({ rows: listens.length, badRows: 0, gzip, encoding: 'utf-8' })
          const plays = new Map<string, Map<string, number>>()
          for (const [, artist, user, track] of listens) {
            const songs = plays.get(user) ?? new Map<string, number>()
            plays.set(user, songs.set(`${artist} - ${track}`, (songs.get(`${artist} - ${track}`) ?? 0) + 1))
          }
          expect(pairsOf(interactions)).toEqual(
            [...plays].flatMap(([user, songs]) =>
              Array.from(songs, ([song, n]) => `${user} | ${song} | ${n}`),
            ),
          )
        },
      ),
      { numRuns: 200 },
    )
  })
})
