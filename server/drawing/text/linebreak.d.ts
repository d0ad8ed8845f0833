declare module 'linebreak' {
  /** Finds the opportunities to break a line (UAX 14). */
  export default class LineBreaker {
    constructor(text: string)
    /** The next opportunity as an index into the text; null when there is none left. The end of the text is one. */
    nextBreak(): { readonly position: number; readonly required: boolean } | null
  }
}
