import type { ExportPreset } from 'shared/wire'

/** Presets that are a film; the others write a storyboard itself. */
export type FilmPreset = Exclude<ExportPreset, 'archive' | 'otio'>

export interface PresetFormat {
  readonly container: 'mp4' | 'webm' | 'webm_av1' | 'gif'
  /** Width over height; null: as the film is. */
  readonly aspect: readonly [width: number, height: number] | null
  /** LUFS that the platform plays at; null: as the film is. */
  readonly loudness: number | null
}

const TALL = { container: 'mp4', aspect: [9, 16], loudness: -14 } as const

/** What each preset asks for. The platforms turn louder films down to about −14 LUFS. */
export const FORMATS: Readonly<Record<FilmPreset, PresetFormat>> = {
  mp4: { container: 'mp4', aspect: null, loudness: null },
  webm: { container: 'webm', aspect: null, loudness: null },
  webm_av1: { container: 'webm_av1', aspect: null, loudness: null },
  gif: { container: 'gif', aspect: null, loudness: null },
  tiktok: TALL,
  reels: TALL,
  shorts: TALL,
  youtube: { container: 'mp4', aspect: [16, 9], loudness: -14 },
  feed_4x5: { container: 'mp4', aspect: [4, 5], loudness: -14 },
  feed_1x1: { container: 'mp4', aspect: [1, 1], loudness: -14 },
}
