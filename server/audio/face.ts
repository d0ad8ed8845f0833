import type { Outcome, TimedWord } from 'shared/wire'
import type { Ffmpeg } from '../media/index.ts'

export interface AudioCall {
  /** Aborting ends the work and answers `cancelled`. */
  readonly signal: AbortSignal
  /** Told from 0 to 1. */
  readonly onProgress?: (done: number) => void
}

export interface MusicOrder {
  /** Its words choose the style; null: the mood does. */
  readonly prompt: string | null
  /** 0 calm to 100 loud and fast; null: the prompt's, or the middle. */
  readonly mood: number | null
  readonly seconds: number
  /** 0 to 4294967295. Equal orders give equal files. */
  readonly seed: number
  /** An `.m4a` file. */
  readonly output: string
}

export interface SpeechOrder {
  readonly text: string
  /** One of Flite's names, as the catalog of `local` lists them; null: the first. */
  readonly voice: string | null
  /** A language tag; null is taken for English. */
  readonly language: string | null
  /** 0.5 to 2. */
  readonly speed: number
  /** An `.m4a` file. */
  readonly output: string
}

/** Sound that is made in this server's own processes, without a key or a network. */
export interface Audio {
  /** Whether music can be made: `provider_unavailable`, with `reason` `sound_font`, without the sound font that it is played on. */
  musicAvailable(): Outcome<null>
  /**
   * Composes and plays a piece that ends with its last chord exactly at `seconds`, as AAC (48 kHz, stereo, -16 LUFS).
   * Problems: `provider_unavailable` without the sound font; `cancelled`, `timeout`, `storage_full`, `internal_error`.
   */
  compose(order: MusicOrder, call: AudioCall): Promise<Outcome<{ readonly seconds: number }>>
  /**
   * Speaks a text with a draft voice, as AAC (48 kHz, stereo), and tells when each word is spoken.
   * Problems: `unsupported_option` for languages other than English and for voices that are not there; those of `compose`.
   */
  speak(order: SpeechOrder, call: AudioCall): Promise<Outcome<{ readonly words: readonly TimedWord[]; readonly seconds: number }>>
  /** Process ids of the children alive. */
  pids(): readonly number[]
  close(): Promise<void>
}

export interface AudioOptions {
  /** The set-up puts model files into its directory `models`. */
  readonly dataDir: string
  readonly ffmpeg: Ffmpeg
  /** Pieces and speeches at once; what runs when is the caller's to decide. */
  readonly parallel?: number
  /** The file that children run; tests replace it. */
  readonly entry?: URL
}
