/** The pattern for `search_text LIKE ? ESCAPE '\'`: contains `text`, lower-cased, with its own wildcards taken literally. */
export function likePattern(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
