/** Who plays a note. */
export const PARTS = ['pad', 'keys', 'bass', 'lead', 'drums'] as const
export type Part = (typeof PARTS)[number]

export interface Note {
  readonly part: Part
  /** Beats from the start, and how many of them it is held. */
  readonly beat: number
  readonly beats: number
  /** MIDI key, or a key of the drum kit. */
  readonly key: number
  /** 1 to 127. */
  readonly velocity: number
}

/** One bar while it is composed. */
export interface Bar {
  readonly index: number
  /** Its first beat, from the start of the piece. */
  readonly beat: number
  /** The degree of its chord. */
  readonly degree: number
  /** 0 to 1: how much is going on. */
  readonly fullness: number
  readonly last: boolean
}
