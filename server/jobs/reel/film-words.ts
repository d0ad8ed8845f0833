import { writeFile } from 'node:fs/promises'
import { frameSize } from 'shared/camera'
import { alignScript, type Cue, cueShape, makeCues, timeScript, toWebVtt } from 'shared/captions'
import { safeZone } from 'shared/strategy'
import { type Adjustment, type Outcome, succeed } from 'shared/wire'
import { drawCaptions, drawOverlays } from '../../drawing/index.ts'
import type { FilmLayer } from '../../media/index.ts'
import type { Story } from '../../storyboards/index.ts'
import { notTranscribed, wantsHearing } from './film-heard.ts'
import type { Narration, Voices } from './film-sound.ts'

/** What is read in a film: bitmaps that lie over it, and captions to switch on or to keep beside it. */
export interface FilmWords {
  readonly layers: readonly FilmLayer[]
  /** A WebVTT file of the captions; null where there are none. */
  readonly captions: string | null
  /** What could not be drawn as asked, each told once. */
  readonly adjustments: readonly Adjustment[]
}

/**
 * The words of a story in cues: those that were heard in its film where its captions show that, else its narration, timed by the voice
 * that speaks it where that tells when, else over the time that it has.
 */
export function cuesOf({ captions, settings, duration }: Story, { narrations, heard }: Voices): readonly Cue[] {
  if (captions.mode === 'off') return []
  const words = heard ?? narrations.flatMap((narration) => wordsOf(narration, captions.source))
  return makeCues(words, { shape: cueShape(captions.style, settings.aspectRatio), until: duration })
}

function wordsOf({ segment, start, end, words }: Narration, source: Story['captions']['source']) {
  if (words.length === 0) return timeScript(segment.narration, { start, end })
  return source === 'script' ? alignScript(segment.narration, words) : words
}

/** Draws what lies over a film into `directory`, and writes its captions there. */
export async function drawWords(
  story: Story,
  voices: Voices,
  pictures: ReadonlyMap<string, string>,
  directory: string,
  signal: AbortSignal,
): Promise<Outcome<FilmWords>> {
  const { captions, settings, overlays, brand, soundtrack, duration } = story
  const cues = cuesOf(story, voices)
  const frame = {
    size: frameSize(settings.aspectRatio, settings.resolution),
    safeZone: safeZone(settings.platform, settings.aspectRatio),
    brand,
  }
  const language = soundtrack.voice?.language ?? null
  const burned = captions.mode === 'burned' ? cues : []
  const track = { ...frame, cues: burned, style: captions.style, place: captions.place, language }
  const drawn = await drawCaptions(track, { directory: `${directory}/captions`, signal })
  if (!drawn.ok) return drawn
  const over = { ...frame, overlays, seconds: duration, pictures, reserved: drawn.value.band }
  const drawOver = async () => await drawOverlays(over, { directory: `${directory}/overlays`, signal })
  const placed = overlays.length === 0 ? succeed({ layers: [], adjustments: [] }) : await drawOver()
  if (!placed.ok) return placed
  const unheard = wantsHearing(story) && voices.heard === null ? [notTranscribed(story)] : []
  const file = `${directory}/captions.vtt`
  if (cues.length > 0) await writeFile(file, toWebVtt(cues, captions.place))
  return succeed({
    layers: [...placed.value.layers, ...drawn.value.layers],
    captions: cues.length > 0 ? file : null,
    adjustments: eachOnce([...unheard, ...drawn.value.adjustments, ...placed.value.adjustments]),
  })
}

/** Captions and overlays both tell what a brand lacks. */
function eachOnce(adjustments: readonly Adjustment[]): readonly Adjustment[] {
  return [...new Map(adjustments.map((one) => [`${one.field} ${one.code}`, one])).values()]
}

/** Pictures that lie over a film. */
export function overlayAssets({ overlays, brand }: Story): readonly string[] {
  const logos = overlays.flatMap((overlay) => (overlay.kind === 'logo' && overlay.image !== null ? [overlay.image] : []))
  return overlays.length === 0 || brand.logo === null ? logos : [...logos, brand.logo]
}
