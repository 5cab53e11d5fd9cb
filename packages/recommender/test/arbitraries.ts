import fc from 'fast-check'
import { InteractionsBuilder } from '../src/interactions-builder.js'

/** A row of a log. */
export interface Row {
  readonly user: string
  readonly item: string
  readonly value: number
}

/**
 * Text from all of Unicode, halves of surrogate pairs included, in which blanks, quotes, delimiters and line breaks
 * are more frequent than chance would have them.
 */
export const nastyText = (): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...'ab"",;\t|\n\r\'- ()[]é') },
        { weight: 1, arbitrary: fc.nat(0x10ffff).map((codePoint) => String.fromCodePoint(codePoint)) },
        { weight: 1, arbitrary: fc.nat(0x24f).map((codePoint) => String.fromCodePoint(codePoint)) },
      ),
      { maxLength: 12 },
    )
    .map((characters) => characters.join(''))

/** Text that UTF-8 can hold and that is more than blanks and zero bytes, as an id must be. */
export const anyId = (): fc.Arbitrary<string> =>
  nastyText()
    .map((text) => Buffer.from(text.replaceAll('\0', '')).toString().trim())
    .filter((text) => text !== '' && !text.startsWith('\ufeff'))

/** Rows of few users and items, so that pairs come again. */
export const anyRows = (value: fc.Arbitrary<number> = fc.constant(1)): fc.Arbitrary<Row[]> =>
  fc
    .tuple(
      fc.uniqueArray(anyId(), { minLength: 1, maxLength: 4 }),
      fc.uniqueArray(anyId(), { minLength: 1, maxLength: 5 }),
    )
    .chain(([users, items]) =>
      fc.array(fc.record({ user: fc.constantFrom(...users), item: fc.constantFrom(...items), value }), {
        minLength: 1,
        maxLength: 40,
      }),
    )

/** Interactions with at least one pair. */
export const anyInteractions = () =>
  fc
    .tuple(fc.constantFrom('plays' as const, 'ratings' as const), anyRows(fc.integer({ min: 1, max: 5 })))
    .map(([kind, rows]) => {
      const builder = new InteractionsBuilder(kind)
      for (const { user, item, value } of rows) builder.add(user, item, value)
      return builder.build()
    })
