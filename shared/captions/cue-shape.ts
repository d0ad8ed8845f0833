import type { AspectRatio } from '../camera/index.ts'
import type { Captions } from '../wire/index.ts'

/** How much is read at one time. */
export interface CueShape {
  /** Of one line; a character of an alphabet is one wide, one of Chinese, Japanese or Korean two. */
  readonly columns: number
  readonly lines: number
  readonly words: number
}

/** Columns of a line of small letters: 42 is the subtitling standard of wide pictures; an upright one has room for fewer. */
const COLUMNS: Readonly<Record<AspectRatio, number>> = { '16:9': 42, '1:1': 32, '4:5': 30, '9:16': 28 }

/** What a cue of a style holds: whole sentences where it is read like a subtitle, a few words where each is shown as it is spoken. */
export function cueShape(style: Captions['style'], aspectRatio: AspectRatio): CueShape {
  const columns = COLUMNS[aspectRatio]
  switch (style) {
    case 'plain':
      return { columns, lines: 2, words: Infinity }
    case 'pop':
      return { columns: Math.round(columns * 0.5), lines: 2, words: 4 }
    case 'stacked':
      return { columns: Math.round(columns * 0.4), lines: 3, words: 4 }
    default:
      return { columns: Math.round(columns * 0.66), lines: 2, words: 8 }
  }
}
