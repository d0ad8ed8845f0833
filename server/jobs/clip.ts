import { frameSize } from 'shared/camera'
import { type Outcome, succeed } from 'shared/wire'
import { conform, probeVideo } from '../media/index.ts'
import type { MotionProgress } from '../motion/index.ts'
import { type MadeFile, madeBy, markMade, newestAttempt } from './attempts.ts'
import { completeClip } from './clip-completion.ts'
import type { ClipWork, MadeClip } from './clip-work.ts'
import { embeddedAttempt } from './embedded-attempt.ts'
import { withInput } from './inputs.ts'
import { makeClip } from './make-clip.ts'
import { bringClipHome } from './remote/fetch-result.ts'
import { makeRemotely, startRemotely } from './remote/make-remotely.ts'
import type { RemoteRooms } from './remote/rooms.ts'
import { held } from './transitions.ts'
import { fenced, type Walk } from './walk.ts'
import { workHere, type WorkRooms } from './work.ts'

/**
 * Walks a clip from wherever its rows say it stands to its end: inputs, attempt, workshop, probe, conform, store, stills, settle.
 * Every step leaves a row behind, so the same walk after a crash goes straight to where the last one was. Answers once the job
 * is completed; a refusal leaves the job as it is, for the runner to end.
 */
export async function walkClip(rooms: RemoteRooms, walk: Walk): Promise<Outcome<null>> {
  const provider = rooms.providers.catalog.find(({ id }) => id === walk.job.provider)
  const begun = provider?.workshop === 'embedded' ? await beginHere(rooms, walk) : await beginRemotely(rooms, walk)
  if (!begun.ok) return begun
  const { work, made } = begun.value
  try {
    const file = await store(rooms, work, made)
    if (!file.ok) return file
    return await completeClip(rooms, work, file.value)
  } finally {
    await work.progress.finish()
    await made.temporary?.[Symbol.asyncDispose]()
  }
}

interface Begun {
  readonly work: ClipWork
  readonly made: MadeClip
}

async function beginHere(rooms: RemoteRooms, walk: Walk): Promise<Outcome<Begun>> {
  return await workHere(rooms, walk, 'clip', async (work) => {
    const made = await findOrRender(rooms, work)
    return made.ok ? succeed({ work, made: made.value }) : made
  })
}

async function beginRemotely(rooms: RemoteRooms, walk: Walk): Promise<Outcome<Begun>> {
  const work = await startRemotely(rooms, walk, 'clip')
  if (!work.ok) return work
  const succeeded = await makeRemotely(rooms, work.value)
  if (!succeeded.ok) return succeeded
  const made = await bringClipHome(rooms, work.value, succeeded.value)
  return made.ok ? succeed({ work: work.value, made: made.value }) : made
}

async function findOrRender(rooms: RemoteRooms, work: ClipWork): Promise<Outcome<MadeClip>> {
  const { walk, lease, request, progress } = work
  const attempt = await rooms.changes.transaction(lease.userId, (tx) => newestAttempt(tx, lease.jobId))
  const stored = madeBy(attempt)
  if (stored !== null && (await rooms.storage.size(stored.video.sha256)) === stored.video.bytes) return succeed({ stored, temporary: null })
  progress.report('initializing', 0.3)
  return await withInput(rooms, lease.userId, request, async (input) => {
    rooms.crash.reach('after_inputs')
    const sent = await embeddedAttempt(rooms, work, attempt)
    if (!sent.ok) return sent
    await using held = new AsyncDisposableStack()
    const temporary = held.use(await rooms.storage.temporary('mp4'))
    const wish = { userId: lease.userId, request, input, output: temporary.path, sideBySide: work.row.parent_id !== null }
    const rendered = await makeClip(rooms, wish, { signal: walk.signal, onProgress: followEngine(rooms, work) })
    if (!rendered.ok) return rendered
    const delivered = await deliver(rooms, work, temporary.path, held)
    if (!delivered.ok) return delivered
    return succeed({ stored: null, temporary: held.move(), path: delivered.value, how: rendered.value, attempt: sent.value })
  })
}

/** Hands on what the engine tells. The engine thins its reports out, so a mark is passed by any report at or after it. */
function followEngine(rooms: WorkRooms, { walk, progress }: ClipWork): (at: MotionProgress) => void {
  const marks = [
    [0.1, 'render_10'],
    [0.5, 'render_50'],
    [0.99, 'render_99'],
  ] as const
  let before = 0
  return ({ phase, framesDone, framesTotal }) => {
    walk.beat()
    if (phase === 'preparing') return progress.report('initializing', 0.6)
    const done = phase === 'encoding' || framesTotal === 0 ? 1 : framesDone / framesTotal
    progress.report(phase === 'encoding' ? 'encoding' : 'generating', phase === 'encoding' ? 0 : done)
    for (const [mark, point] of marks) if (before < mark && done >= mark) rooms.crash.reach(point)
    before = done
  }
}

/** What was delivered, probed, and brought to the profile and to exactly what was asked for. */
async function deliver(
  rooms: WorkRooms,
  { walk, request, progress }: ClipWork,
  path: string,
  files: AsyncDisposableStack,
): Promise<Outcome<string>> {
  rooms.crash.reach('before_probe')
  progress.report('encoding', 0.1)
  const probed = await probeVideo(rooms.ffmpeg, path, walk.signal)
  if (!probed.ok) return probed
  rooms.crash.reach('before_conform')
  const { path: output } = files.use(await rooms.storage.temporary('mp4'))
  const { frameRate, duration, smoothing } = request
  const target = { ...frameSize(request.aspectRatio, request.resolution), frameRate, duration, smoothing, output }
  const onProgress = (fraction: number): void => {
    walk.beat()
    progress.report('encoding', 0.1 + 0.5 * fraction)
  }
  const done = await conform(rooms.ffmpeg, { path, probed: probed.value }, target, { signal: walk.signal, onProgress })
  return done.ok ? succeed(done.value.path) : done
}

/** Puts the file on the shelf and says so on the attempt. A walk that has lost its job throws its file away instead. */
async function store(rooms: WorkRooms, { walk, lease }: ClipWork, made: MadeClip): Promise<Outcome<MadeFile>> {
  if (made.stored !== null) return succeed(made.stored)
  rooms.crash.reach('before_blob_commit')
  const mine = await fenced(walk, rooms.changes, (tx) => held(tx, lease))
  if (!mine.ok) return mine
  const file: MadeFile = { video: await rooms.storage.commit(made.path), ...made.how }
  rooms.crash.reach('after_blob_commit')
  const written = await fenced(walk, rooms.changes, (tx) => markMade(tx, lease, made.attempt, file, rooms.clock()))
  if (!written.ok) return written
  rooms.crash.reach('after_attempt_succeeded')
  return succeed(file)
}
