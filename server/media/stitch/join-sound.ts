import { succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import type { StitchOptions, StitchPlan } from './face.ts'
import { hasSound } from './clip-file.ts'
import { writeClipSound } from './film-sound.ts'
import { layOut } from './timeline.ts'

/**
 * Writes the sound that the clips of a film bring along as one WAV (48 kHz, stereo, 16 bits), exactly as long as the film and crossed
 * where pictures are: what voices and music are mixed with. Silent where no clip is heard.
 */
export async function joinSound(
  ffmpeg: Ffmpeg,
  plan: Pick<StitchPlan, 'clips' | 'frameRate' | 'joins'>,
  output: string,
  options: StitchOptions,
): Promise<Outcome<{ readonly path: string; readonly seconds: number }>> {
  const timeline = layOut(plan.clips, plan.frameRate)
  const hasAudio = await Promise.all(plan.clips.map(({ path }) => hasSound(path)))
  const written = await writeClipSound(ffmpeg, { plan, timeline, hasAudio }, output, options)
  return written.ok ? succeed({ path: output, seconds: timeline.frames / plan.frameRate }) : written
}
