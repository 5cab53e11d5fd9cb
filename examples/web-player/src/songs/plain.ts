/** A text as texts are compared: without accents, capitals, and ways to write a quotation mark or a space. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ')
    .toLowerCase()
}

/** Says of plain texts whether they hold every word of a text; null where it has no words. */
export function holdsWordsOf(text: string): ((plainText: string) => boolean) | null {
  const words = plain(text).split(' ').filter(Boolean)
  return words.length === 0 ? null : (plainText) => words.every((word) => plainText.includes(word))
}
