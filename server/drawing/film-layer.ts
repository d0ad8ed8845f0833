/** A bitmap that lies over a film for a while. */
export interface FilmLayer {
  /** Seconds of the film. */
  readonly start: number
  readonly end: number
  /** A PNG with alpha. */
  readonly path: string
  /** Of its left upper corner in the frame, in pixels; even, as its width and height are. */
  readonly x: number
  readonly y: number
}
