import type { Captions } from 'shared/wire'
import type { BrandLook } from '../brand-look.ts'
import { type Colour, mix, PAPER, wordsOn } from '../colours.ts'
import type { Lettering } from '../text/fonts.ts'

/** When a word is looked at: before it is said, while it is, and after. */
export type WordPhase = 'before' | 'now' | 'after'

export interface WordLook {
  readonly colour: Colour
  /** What lies behind it; null: nothing. */
  readonly pill: Colour | null
  readonly scale: number
}

/** How a style of captions looks. Lengths are shares of the font size, or of the frame's shorter side where that is said. */
export interface StyleLook {
  readonly lettering: Lettering
  /** Of the font, as a share of the frame's shorter side. */
  readonly size: number
  readonly leading: number
  readonly upperCase: boolean
  /** Each line as wide as its room. */
  readonly fillsLines: boolean
  /** Between words beyond a space. */
  readonly wordGap: number
  /** Around the letters. */
  readonly outline: number
  /** Whether a cue looks different at each of its words. */
  readonly byWord: boolean
  /** Null: not seen. */
  word(phase: WordPhase): WordLook | null
}

/** How much a word grows while it is said. */
const POP = 1.1

export function styleLook(style: Captions['style'], brand: BrandLook): StyleLook {
  const plain: WordLook = { colour: PAPER, pill: null, scale: 1 }
  const lit: WordLook = { ...plain, colour: brand.accent }
  const base = {
    lettering: { face: brand.body ?? 'sans', weight: 800, tracking: -0.01 },
    size: 0.066,
    leading: 1.24,
    upperCase: false,
    fillsLines: false,
    wordGap: 0,
    outline: 0.075,
    byWord: true,
  } as const
  switch (style) {
    case 'plain':
      return {
        ...base,
        lettering: { ...base.lettering, weight: 600, tracking: 0 },
        size: 0.05,
        outline: 0.07,
        byWord: false,
        word: () => plain,
      }
    case 'highlight':
      return { ...base, word: (phase) => (phase === 'now' ? lit : plain) }
    case 'pill': {
      const pill: WordLook = { colour: wordsOn(brand.accent), pill: brand.accent, scale: 1 }
      return { ...base, leading: 1.42, wordGap: 0.12, word: (phase) => (phase === 'now' ? pill : plain) }
    }
    case 'karaoke': {
      const waiting: WordLook = { ...plain, colour: mix(PAPER, '#8a8a99', 0.35) }
      return { ...base, word: (phase) => (phase === 'before' ? waiting : lit) }
    }
    case 'pop': {
      const popped: WordLook = { ...lit, scale: POP }
      const word = (phase: WordPhase): WordLook | null => (phase === 'before' ? null : phase === 'now' ? popped : plain)
      return {
        ...base,
        lettering: { face: brand.heading ?? 'round', weight: 700, tracking: 0 },
        size: 0.088,
        leading: 1.3,
        wordGap: 0.1,
        word,
      }
    }
    default:
      return {
        ...base,
        lettering: { face: brand.heading ?? 'tall', weight: 800, tracking: 0 },
        size: 0.16,
        leading: 1.16,
        upperCase: true,
        fillsLines: true,
        outline: 0.05,
        word: (phase) => (phase === 'now' ? lit : plain),
      }
  }
}
