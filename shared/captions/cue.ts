import type { TimedWord } from '../wire/index.ts'

/** A word of a cue, its times in seconds like those of its cue. */
export interface CueWord extends TimedWord {
  /** Where it begins in the text of its cue. */
  readonly at: number
}

/** What is read at one time. Seconds from the start of what its words belong to. */
export interface Cue {
  readonly start: number
  readonly end: number
  /** In the order in which it is spoken; lines are parted by `\n`. */
  readonly text: string
  /** In the order of the text. Words of scripts without spaces follow each other without one. */
  readonly words: readonly CueWord[]
}
