import { frameSize } from 'shared/camera'
import { type Outcome, type Problem, refuse, succeed } from 'shared/wire'
import type { AttemptRow } from '../../db/index.ts'
import { conform, type ProbedVideo, probeVideo } from '../../media/index.ts'
import type { ClipWork, Made } from '../clip-work.ts'
import type { Turn } from '../places.ts'
import { createPauses, pause } from './pace.ts'
import { handleOf, type RemoteRooms, type Target } from './rooms.ts'

/** Downloads that are tried before the result counts as lost. It has been paid for, so it is not given up lightly. */
const TRIES = 8
/** A result may be this much shorter than what was bought, in seconds: providers round to whole frames and groups of them. */
const SHORTER = 0.5

/**
 * Brings a result home: downloaded, judged, and made into exactly what was asked for. What is truncated or has run out is fetched again,
 * from a new address where the provider gives one. Nothing here ever asks for another result.
 */
export async function fetchResult(
  rooms: RemoteRooms,
  work: ClipWork,
  attempt: AttemptRow,
  target: Target,
  cpu: <T>(which: Turn, step: () => Promise<Outcome<T>>) => Promise<Outcome<T>>,
): Promise<Outcome<Made>> {
  await using held = new AsyncDisposableStack()
  const { path } = held.use(await rooms.storage.temporary('mp4'))
  work.progress.report('generating', 0.98)
  const probed = await download(rooms, work, attempt, target, path)
  if (!probed.ok) return probed
  rooms.crash.reach('after_download')
  const original = await rooms.storage.commit(path)
  rooms.crash.reach('after_original')
  const finished = await cpu('finish', () =>
    rooms.storage.withLocalFile(original.sha256, (local) => finish(rooms, work, local, probed.value, held)),
  )
  if (!finished.ok) return finished
  return succeed({ stored: null, temporary: held.move(), path: finished.value, how: { original }, attempt })
}

async function download(
  rooms: RemoteRooms,
  { walk, request }: ClipWork,
  attempt: AttemptRow,
  target: Target,
  path: string,
): Promise<Outcome<ProbedVideo>> {
  const { signal } = walk
  const pauses = createPauses(TRIES, rooms.remoteTimes.retryMs)
  let operation = handleOf(attempt)
  for (;;) {
    const saved = await target.adapter.download(operation, path, { signal })
    const judged = saved.ok ? await judge(rooms, path, request, signal) : saved
    if (judged.ok || signal.aborted || !isWorthAnotherTry(judged.problem)) return judged.ok ? judged : lost(judged.problem)
    const wait = pauses.next(null)
    if (wait === null) return lost(judged.problem)
    await pause(wait, signal)
    const again = await target.adapter.observe(operation, { signal })
    if (again.kind === 'succeeded') operation = again.operation
  }
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

function isWorthAnotherTry({ code, params, retryable }: Problem): boolean {
  return retryable || params['reason'] === 'expired' || (code === 'media_invalid' && params['seconds'] === undefined)
}

/** A result that was paid for and cannot be had. */
function lost(problem: Problem): Outcome<never> {
  return { ok: false, problem: { ...problem, retryable: true, action: problem.action ?? 'retry' } }
}
