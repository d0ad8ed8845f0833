import { type Outcome, refuse, type ResolvedClip, succeed } from 'shared/wire'
import type { MotionOptions, MotionReport, MotionSpec } from '../motion/index.ts'
import { motionSpec, restyleSpec } from './engine-spec.ts'
import type { JobsOptions } from './face.ts'
import type { InputFile } from './inputs.ts'

type Rooms = Pick<JobsOptions, 'motion' | 'library'>

/** What is to be made, and of what. */
export interface ClipWish {
  readonly userId: string
  readonly request: ResolvedClip
  readonly input: InputFile | null
  /** Where the file is put. */
  readonly output: string
  /** Whether it is one of many that are made at the same time. */
  readonly sideBySide: boolean
}

/** How a clip came about, as far as it is worth telling. */
export interface MadeHow {
  readonly parallax?: MotionReport['parallax']
}

/** Has the engine make the clip: from a picture, from words, or by restyling a clip. */
export async function makeClip(rooms: Rooms, wish: ClipWish, options: MotionOptions): Promise<Outcome<MadeHow>> {
  const { userId, request, input, output, sideBySide } = wish
  if (request.video !== undefined && input !== null) {
    const done = await rooms.motion.restyle(restyleSpec(request, input.path, output), options)
    return done.ok ? succeed({}) : done
  }
  const picture = input === null ? succeed(null) : await pictureOf(rooms, userId, input, options.signal)
  if (!picture.ok) return picture
  const done = await rooms.motion.render(motionSpec(request, picture.value, { output, sideBySide }), options)
  return done.ok ? succeed(picture.value === null ? {} : { parallax: done.value.parallax }) : done
}

/** A picture as the engine takes it, with what is known of it. */
export async function pictureOf(
  rooms: Pick<Rooms, 'library'>,
  userId: string,
  { asset, path }: InputFile,
  signal: AbortSignal,
): Promise<Outcome<MotionSpec['picture']>> {
  const { id, width, height, focus = null } = asset
  if (width === undefined || height === undefined) return refuse('media_invalid', 'The size of the picture is not known.')
  const known = await rooms.library.subject(userId, id, signal)
  return succeed({ path, width, height, focus, subject: known?.box ?? null, mask: known?.mask ?? null, depth: known?.depth ?? null })
}
