/** Measures a piece of text in one font, in pixels. */
export type Measure = (text: string) => number

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Text as it is set: one space between words, nothing that cannot be drawn. */
export function normalise(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}](?<!\u200D)/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/**
 * Breaks text into as few lines as fit the width, all of about the same length (what CSS calls `text-wrap: balance`). A word longer
 * than a line is broken between graphemes.
 */
export function breakLines(text: string, width: number, measure: Measure): readonly string[] {
  const words = text.split(' ').flatMap((word) => brokenWord(word, width, measure))
  const fewest = fill(words, width, measure)
  let [low, high] = [0, width]
  for (let step = 0; step < 12; step++) {
    const middle = (low + high) / 2
    const fits = words.every((word) => measure(word) <= middle) && fill(words, middle, measure).length <= fewest.length
    if (fits) high = middle
    else low = middle
  }
  return fill(words, high, measure)
}

/** Greedy filling gives the fewest lines for a width. */
function fill(words: readonly string[], width: number, measure: Measure): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || measure(longer) <= width) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return line === '' ? lines : [...lines, line]
}

function brokenWord(word: string, width: number, measure: Measure): readonly string[] {
  if (measure(word) <= width) return [word]
  const parts: string[] = []
  let part = ''
  for (const { segment } of GRAPHEMES.segment(word)) {
    if (part !== '' && measure(part + segment) > width) {
      parts.push(part)
      part = ''
    }
    part += segment
  }
  return part === '' ? parts : [...parts, part]
}
