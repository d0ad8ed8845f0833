import { frameSize } from 'shared/camera'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { AttemptRow } from '../../db/index.ts'
import { conform, type ProbedVideo, probeVideo } from '../../media/index.ts'
import { madeBy } from '../attempts.ts'
import type { ClipWork, MadeClip } from '../clip-work.ts'
import { turn } from '../work.ts'
import { download } from './download.ts'
import { type RemoteRooms, type Target, targetOf } from './rooms.ts'

/** A result may be this much shorter than what was bought, in seconds: providers round to whole frames and groups of them. */
const SHORTER = 0.5

/** Brings the clip of a succeeded attempt home, or finds it where an earlier walk has put it. */
export async function bringClipHome(rooms: RemoteRooms, work: ClipWork, attempt: AttemptRow): Promise<Outcome<MadeClip>> {
  const stored = madeBy(attempt)
  if (stored !== null && (await rooms.storage.size(stored.video.sha256)) === stored.video.bytes) return succeed({ stored, temporary: null })
  const target = targetOf(rooms, attempt)
  if (target === null) return notSetUp(attempt)
  return await fetchResult(rooms, work, attempt, target)
}

/** Who has made it cannot be asked for it any more. */
export function notSetUp({ provider }: Pick<AttemptRow, 'provider'>): Outcome<never> {
  return refuse('provider_unavailable', `${provider} is not set up any more; its result cannot be fetched.`, { action: 'add_key' })
}

/**
 * Brings a result home: downloaded, judged, and made into exactly what was asked for. What is truncated or has run out is fetched again,
 * from a new address where the provider gives one. Nothing here ever asks for another result.
 */
async function fetchResult(rooms: RemoteRooms, work: ClipWork, attempt: AttemptRow, target: Target): Promise<Outcome<MadeClip>> {
  await using held = new AsyncDisposableStack()
  const { path } = held.use(await rooms.storage.temporary('mp4'))
  work.progress.report('generating', 0.98)
  const { signal } = work.walk
  const probed = await download(rooms, work, attempt, target, path, () => judge(rooms, path, work.request, signal))
  if (!probed.ok) return probed
  rooms.crash.reach('after_download')
  const original = await rooms.storage.commit(path)
  rooms.crash.reach('after_original')
  const finished = await turn(work.walk, 'finish', () =>
    rooms.storage.withLocalFile(original.sha256, (local) => finish(rooms, work, local, probed.value, held)),
  )
  if (!finished.ok) return finished
  return succeed({ stored: null, temporary: held.move(), path: finished.value, how: { original }, attempt })
}

/** Whether a file is the result: a video that can be decoded, and not much shorter than what was asked for. */
async function judge(
  rooms: RemoteRooms,
  path: string,
  { duration, videoMode }: ClipWork['request'],
  signal: AbortSignal,
): Promise<Outcome<ProbedVideo>> {
  const probed = await probeVideo(rooms.ffmpeg, path, signal)
  if (!probed.ok) return probed
  if (videoMode !== undefined || probed.value.duration >= duration - SHORTER) return probed
  const seconds = Math.round(probed.value.duration * 100) / 100
  return refuse('media_invalid', `The provider delivered ${seconds} s instead of ${duration} s.`, {
    params: { seconds, asked: duration },
    retryable: false,
  })
}

async function finish(
  rooms: RemoteRooms,
  { walk, request, progress }: ClipWork,
  path: string,
  probed: ProbedVideo,
  held: AsyncDisposableStack,
): Promise<Outcome<string>> {
  progress.report('encoding', 0.1)
  rooms.crash.reach('before_conform')
  const { path: output } = held.use(await rooms.storage.temporary('mp4'))
  const { frameRate, smoothing, aspectRatio, resolution, audio, videoMode } = request
  // What was made of a clip has the length that it has; what was made new is cut to the length that was asked for.
  const duration = videoMode === undefined ? request.duration : probed.duration
  const target = { ...frameSize(aspectRatio, resolution), frameRate, duration, smoothing, sound: audio !== false, output }
  const onProgress = (share: number): void => {
    walk.beat()
    progress.report('encoding', 0.1 + 0.5 * share)
  }
  const done = await conform(rooms.ffmpeg, { path, probed }, target, { signal: walk.signal, onProgress })
  return done.ok ? succeed(done.value.path) : done
}
