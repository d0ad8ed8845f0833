const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/[‘’‚′]/g, "'"],
  [/[“”„«»″]/g, '"'],
  [/\s*[–—―]\s*/g, ', '],
  [/…/g, '...'],
  [/€\s?(\d[\d.,]*)/g, '$1 euros'],
  [/£\s?(\d[\d.,]*)/g, '$1 pounds'],
  [/€/g, ' euros '],
  [/£/g, ' pounds '],
  [/%/g, ' percent'],
  [/°/g, ' degrees '],
  [/&/g, ' and '],
  [/ß/g, 'ss'],
  [/æ/gi, 'ae'],
  [/œ/gi, 'oe'],
  [/ø/gi, 'o'],
]

/** A text as Flite can read it: ASCII, accents taken off, signs written out, anything else left out. */
export function plainText(text: string): string {
  const replaced = REPLACED.reduce((so, [sign, words]) => so.replace(sign, words), text)
  return replaced
    .normalize('NFKD')
    .replace(/[^\x20-\x7e\n]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Whether most letters of a text are Latin, as those of English are. */
export function isLatin(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  return letters > 0 ? latin / letters > 0.5 : /\d/.test(text)
}

/** The sentences of a text, each at most `longest` characters long: a longer one is cut between words. */
export function sentencesOf(text: string, longest = 400): readonly string[] {
  const sentences = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)].map(({ segment }) => segment.trim())
  return sentences.filter((sentence) => sentence !== '').flatMap((sentence) => cut(sentence, longest))
}

function cut(sentence: string, longest: number): readonly string[] {
  const pieces: string[] = []
  for (const word of wordsOf(sentence)) {
    const last = pieces.at(-1)
    if (last === undefined || last.length + 1 + word.length > longest) pieces.push(word)
    else pieces[pieces.length - 1] = `${last} ${word}`
  }
  return pieces
}

/** What stands between blanks, as captions show it. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
