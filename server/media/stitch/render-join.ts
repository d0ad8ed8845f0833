import { mkdtemp, rm } from 'node:fs/promises'
import { succeed, type Outcome } from 'shared/wire'
import type { Ffmpeg } from '../discover-ffmpeg.ts'
import { profile } from '../profile.ts'
import { openClip, type ClipFile } from './clip-file.ts'
import type { StitchOptions, StitchPlan } from './face.ts'
import { keepClipSound } from './film-sound.ts'
import { cutIntoPieces, type ClipFrames, type RenderedPiece } from './pieces.ts'
import { fits, profileAvcc } from './ready-clips.ts'
import { renderMissing } from './rendered-runs.ts'
import { planFilm } from './stitch.ts'

/**
 * Renders the join after the clip `index` ahead, into `plan.joins`, and decodes the sound of both clips: to be called as soon as both
 * exist, while others are still made. Of the other clips only the times are read. Where nothing can be done ahead (a cut, a join
 * that reaches into a third clip, clips that have to be conformed first, no cache) nothing is done: `stitch` then does it.
 */
export async function renderJoin(
  ffmpeg: Ffmpeg,
  plan: StitchPlan,
  index: number,
  { signal, onProgress }: StitchOptions,
): Promise<Outcome<null>> {
  const { joins, clips } = plan
  const [left, right] = [clips[index], clips[index + 1]]
  if (joins === null || left === undefined || right === undefined) return succeed(null)
  const film = await planFilm(ffmpeg, plan)
  if (!film.ok) return film
  const { timeline, layers } = film.value
  const directory = await mkdtemp(`${plan.output}.join-`)
  const files = [await openClip(left.path, plan.frameRate), await openClip(right.path, plan.frameRate)] as const
  try {
    const avcc = await profileAvcc(ffmpeg, plan, directory)
    const [before, after] = files
    if (avcc === null || before === null || after === null) return succeed(null)
    if (!fits(before, { avcc, duration: left.duration, film: plan }) || !fits(after, { avcc, duration: right.duration, film: plan }))
      return succeed(null)
    const hasAudio = clips.map((_, clip) => (clip === index ? before.hasAudio : clip === index + 1 && after.hasAudio))
    for (const clip of [index, index + 1]) {
      const sound = await keepClipSound(ffmpeg, { plan, timeline, hasAudio }, joins, clip, signal)
      if (!sound.ok) return sound
    }
    const shapes = clips.map((clip, place): ClipFrames =>
      place === index ? before : place === index + 1 ? after : assumed(clip.duration, plan),
    )
    const piece = cutIntoPieces(timeline, shapes, layers).find(
      (each): each is RenderedPiece => each.kind === 'rendered' && joinsOnly(each, index),
    )
    if (piece === undefined) return succeed(null)
    const opened: readonly ClipFile[] = clips.map((_, place) => (place === index ? before : after))
    const paths = clips.map(({ path }) => path)
    const done = await renderMissing(
      ffmpeg,
      { plan, pieces: [piece], clips: opened, paths, layers, sideBySide: true, directory },
      { signal, ...(onProgress === undefined ? {} : { onProgress }) },
    )
    if (!done.ok) return done
    done.value[Symbol.dispose]()
    return succeed(null)
  } finally {
    for (const file of files) file?.[Symbol.dispose]()
    await rm(directory, { recursive: true, force: true })
  }
}

/** Whether a piece is the overlap of the clips `index` and `index + 1` and of no other. */
function joinsOnly({ parts, overlaps }: RenderedPiece, index: number): boolean {
  return overlaps.length === 1 && parts[0]?.clip === index && parts[1]?.clip === index + 1
}

/** A clip in the profile whose file is not there yet. */
function assumed(duration: number, { frameRate }: Pick<StitchPlan, 'frameRate'>): ClipFrames {
  const frames = Math.max(1, Math.round(duration * frameRate))
  const { gopFrames } = profile(frameRate)
  return { frames, edges: Array.from({ length: Math.ceil(frames / gopFrames) }, (_, gop) => gop * gopFrames) }
}
