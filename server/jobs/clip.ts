import { frameSize } from 'shared/camera'
import { usdMicros } from 'shared/money'
import { type Outcome, refuse, succeed } from 'shared/wire'
import type { AttemptRow } from '../db/index.ts'
import { conform, probeVideo } from '../media/index.ts'
import type { MotionProgress } from '../motion/index.ts'
import { adoptEpoch, afterCrash, type MadeFile, madeBy, markMade, markSubmitted, newestAttempt, openAttempt } from './attempts.ts'
import { completeClip } from './clip-completion.ts'
import { withInput } from './clip-inputs.ts'
import { type ClipRooms, type ClipWork, type Made, startWork, turn } from './clip-work.ts'
import { makeClip } from './make-clip.ts'
import { makeRemotely } from './remote/make-remotely.ts'
import type { RemoteRooms } from './remote/rooms.ts'
import { waitForPlace } from './remote/places.ts'
import { held } from './transitions.ts'
import { fenced, type Walk } from './walk.ts'

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
  readonly made: Made
}

async function beginHere(rooms: RemoteRooms, walk: Walk): Promise<Outcome<Begun>> {
  const early = walk.job.status === 'queued' ? null : await startWork(rooms, walk)
  if (early !== null && !early.ok) return early
  // A job stays queued until a place is free for it, so the claim is made inside of the place.
  return await turn(walk, early === null ? 'start' : 'resume', async () => {
    const work = early ?? (await startWork(rooms, walk))
    if (!work.ok) return work
    const made = await findOrRender(rooms, work.value)
    return made.ok ? succeed({ work: work.value, made: made.value }) : made
  })
}

async function beginRemotely(rooms: RemoteRooms, walk: Walk): Promise<Outcome<Begun>> {
  // Who waits for a provider is told nothing for minutes, and is no less alive for that.
  walk.waiting(true)
  if (walk.job.status === 'queued') {
    const free = await waitForPlace(rooms, walk)
    if (!free.ok) return free
  }
  const work = await startWork(rooms, walk)
  if (!work.ok) return work
  const made = await makeRemotely(rooms, work.value)
  return made.ok ? succeed({ work: work.value, made: made.value }) : made
}

async function findOrRender(rooms: RemoteRooms, work: ClipWork): Promise<Outcome<Made>> {
  const { walk, lease, request, progress } = work
  const attempt = await rooms.changes.transaction(lease.userId, (tx) => newestAttempt(tx, lease.jobId))
  const stored = madeBy(attempt)
  if (stored !== null && (await rooms.storage.size(stored.video.sha256)) === stored.video.bytes) return succeed({ stored, temporary: null })
  progress.report('initializing', 0.3)
  return await withInput(rooms, lease.userId, request, async (input) => {
    rooms.crash.reach('after_inputs')
    const sent = await send(rooms, work, attempt)
    if (!sent.ok) return sent
    await using held = new AsyncDisposableStack()
    const temporary = held.use(await rooms.storage.temporary('mp4'))
    const wish = { userId: lease.userId, request, input, output: temporary.path }
    const rendered = await makeClip(rooms, wish, { signal: walk.signal, onProgress: followEngine(rooms, work) })
    if (!rendered.ok) return rendered
    const delivered = await deliver(rooms, work, temporary.path, held)
    if (!delivered.ok) return delivered
    return succeed({ stored: null, temporary: held.move(), path: delivered.value, how: rendered.value, attempt: sent.value })
  })
}

/** The attempt under which the engine may be started: a new one, or the one that an earlier walk left, where that costs nothing twice. */
async function send(rooms: RemoteRooms, work: ClipWork, last: AttemptRow | null): Promise<Outcome<AttemptRow>> {
  const { walk, lease, request, row } = work
  const provider = rooms.providers.catalog.find(({ id }) => id === row.provider)
  const model = provider?.models.find(({ id }) => id === row.model)
  if (provider === undefined || model === undefined) return refuse('unsupported_option', `${row.model} is not offered any more.`)
  const isNew = last === null || last.status === 'failed' || last.status === 'cancelled'
  const todo = isNew ? 'open' : afterCrash(last, model.capabilities.idempotency)
  if (todo === 'unknown' || todo === 'look_up' || todo === 'observe') {
    return refuse('outcome_unknown', `${provider.name} was asked before a crash and its answer is not known.`)
  }
  if (todo === 'over' && last !== null) {
    // The file of a finished attempt is gone; embedded work is made again under the same attempt and the same price.
    const taken = await fenced(walk, rooms.changes, (tx) => adoptEpoch(tx, lease, last.id))
    return taken.ok ? succeed({ ...last, lease_epoch: lease.epoch }) : taken
  }
  const opened =
    todo === 'open' || last === null
      ? await fenced(walk, rooms.changes, (tx) =>
          openAttempt(tx, lease, {
            provider: provider.id,
            model: model.id,
            request,
            prepared: null,
            usdMicros: usdMicros(row.estimated_usd_micros),
            deadlineMs: null,
            now: rooms.clock(),
          }),
        )
      : succeed(last)
  if (!opened.ok) return opened
  rooms.crash.reach('after_intent')
  const submitted = await fenced(walk, rooms.changes, (tx) => markSubmitted(tx, lease, opened.value.id, rooms.clock()))
  if (submitted.ok) rooms.crash.reach('after_submitted')
  return submitted
}

/** Hands on what the engine tells. The engine thins its reports out, so a mark is passed by any report at or after it. */
function followEngine(rooms: ClipRooms, { walk, progress }: ClipWork): (at: MotionProgress) => void {
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
  rooms: ClipRooms,
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
async function store(rooms: ClipRooms, { walk, lease }: ClipWork, made: Made): Promise<Outcome<MadeFile>> {
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
