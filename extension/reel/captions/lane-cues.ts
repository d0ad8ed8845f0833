import { cueShape, type Cue, makeCues, timeScript } from 'shared/captions'
import type { Captions, Storyboard } from 'shared/wire'

/** The cues of a film as its narration would give them: a guess of when each word is spoken, until a voice tells. */
export function cuesOf({ segments, duration, settings }: Storyboard, style: Captions['style']): readonly Cue[] {
  const words = segments.flatMap(({ narration, startTime, endTime }) => timeScript(narration, { start: startTime, end: endTime }))
  return makeCues(words, { shape: cueShape(style, settings.aspectRatio), until: duration })
}
