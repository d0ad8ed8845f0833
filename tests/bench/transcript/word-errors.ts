/**
 * How many words have to be changed, added or left out to come from what was heard to what was said (the distance of Levenshtein over words);
 * case and punctuation do not count.
 */
export function wordErrors(said: string, heard: string): { readonly errors: number; readonly words: number } {
  const [expected, found] = [wordsOf(said), wordsOf(heard)]
  let row = found.map((_, index) => index + 1)
  for (const [index, word] of expected.entries()) {
    const next: number[] = []
    for (const [column, other] of found.entries()) {
      const corner = column === 0 ? index : (row[column - 1] ?? 0)
      const left = column === 0 ? index + 1 : (next[column - 1] ?? 0)
      next.push(Math.min(corner + (word === other ? 0 : 1), (row[column] ?? 0) + 1, left + 1))
    }
    row = next
  }
  return { errors: found.length === 0 ? expected.length : (row.at(-1) ?? 0), words: expected.length }
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []
}
