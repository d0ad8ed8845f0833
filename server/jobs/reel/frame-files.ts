import { frameSize } from 'shared/camera'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { frameAt, type GeneratedAsset, lastFrame, matchColours } from '../../media/index.ts'
import type { Story, StoryPart as Segment } from '../../storyboards/index.ts'
import type { ReelRooms } from './rooms.ts'

type Rooms = Pick<ReelRooms, 'storage' | 'library' | 'ffmpeg' | 'db' | 'providers'>

/** Gives `work` the local file of an asset; `media_invalid` where it is gone. */
export async function withAsset<T>(
  { library, storage }: Pick<ReelRooms, 'library' | 'storage'>,
  userId: string,
  assetId: string,
  work: (path: string) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const blob = await library.blobOf(userId, assetId)
  if (blob === null || (await storage.size(blob.sha256)) === null) {
    return refuse('media_invalid', 'A file of the storyboard is no longer in the library.', { action: 'change_picture' })
  }
  return await storage.withLocalFile(blob.sha256, work)
}

/** Writes the first or the last frame that a segment shows of its clip, as PNG. */
export async function shownFrame(
  rooms: Rooms,
  story: Story,
  segment: Segment,
  which: 'first' | 'last',
  output: string,
  signal: AbortSignal,
): Promise<Outcome<null>> {
  const { chosen, length } = segment
  if (chosen === null || chosen.assetId === null) return refuse('media_invalid', 'The segment shows nothing yet.')
  const from = chosen.in ?? 0
  const frame = 1 / story.settings.frameRate
  const isWhole = chosen.seconds !== null && from + length >= chosen.seconds - frame / 2
  return await withAsset(rooms, story.userId, chosen.assetId, async (path) => {
    const done =
      which === 'last' && isWhole
        ? await lastFrame(rooms.ffmpeg, path, output, { signal })
        : await frameAt(rooms.ffmpeg, path, which === 'first' ? from : from + length - frame, output, { signal })
    return done.ok ? succeed(null) : done
  })
}

/**
 * Writes the frame with which a segment ends, to go on from, as PNG: in the colours of the chain's beginning, unless its clip is of this
 * server's engine, which shifts none. Then it is the very frame, and the next segment begins without a seam.
 */
export async function endFrame(rooms: Rooms, story: Story, segment: Segment, output: string, signal: AbortSignal): Promise<Outcome<null>> {
  if (await isOfEngine(rooms, segment)) return await shownFrame(rooms, story, segment, 'last', output, signal)
  await using last = await rooms.storage.temporary('png')
  const frame = await shownFrame(rooms, story, segment, 'last', last.path, signal)
  return frame.ok ? await anchorColours(rooms, story, segment, { picture: last.path, output }, signal) : frame
}

async function isOfEngine({ db, providers }: Rooms, { chosen }: Segment): Promise<boolean> {
  if (chosen === null || chosen.jobId === null) return false
  const row = await db.selectFrom('jobs').select('provider').where('id', '=', chosen.jobId).executeTakeFirst()
  return providers.catalog.some(({ id, workshop }) => id === row?.provider && workshop === 'embedded')
}

/**
 * Gives a picture the colours of the frame that a chain of segments begins with, so that what each model shifts a little does not add up.
 * Writes to `output`. The chain's beginning keeps its own.
 */
export async function anchorColours(
  rooms: Rooms,
  story: Story,
  segment: Segment,
  files: { readonly picture: string; readonly output: string },
  signal: AbortSignal,
): Promise<Outcome<null>> {
  const head = headOf(story, segment)
  const still = head.startFrame ?? head.image ?? head.foundStartFrame
  await using begin = await rooms.storage.temporary('png')
  const match = async (anchor: string): Promise<Outcome<null>> => {
    const done = await matchColours(files.picture, anchor, files.output)
    return done.ok ? succeed(null) : done
  }
  if (head.chosen !== null) {
    const first = await shownFrame(rooms, story, head, 'first', begin.path, signal)
    return first.ok ? await match(begin.path) : first
  }
  if (still === null) return refuse('media_invalid', 'The film has no first frame yet.')
  return await withAsset(rooms, story.userId, still, match)
}

/** The segment that a chain without seams begins with. */
export function headOf(story: Story, segment: Segment): Segment {
  const before = segment.continuous ? story.segments[segment.index - 1] : undefined
  return before === undefined ? segment : headOf(story, before)
}

/** A frame that lies in the storage, as it goes into the library. */
export async function storeFrame(rooms: Rooms, story: Story, path: string, sourceJobId: string): Promise<GeneratedAsset> {
  const size = frameSize(story.settings.aspectRatio, story.settings.resolution)
  const blob = await rooms.storage.commit(path)
  return { userId: story.userId, sourceJobId, type: 'image', mime: 'image/png', ...size, ...blob }
}
