import { isTerminal } from 'shared/progress'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { continuityOf, renderJoin } from '../../media/index.ts'
import { writeSegmentState } from '../../storyboards/index.ts'
import { held } from '../transitions.ts'
import { fenced, type Walk } from '../walk.ts'
import { startWork, turn } from '../work.ts'
import { clipAssets, filmPlan } from './film-plan.ts'
import { nextSteps, type Step } from './flow.ts'
import { shownFrame } from './frame-files.ts'
import { anchorFrame, giveUp, handOver } from './hand-over.ts'
import { listenToFilm } from './listen-to-film.ts'
import { withAssets } from './local-files.ts'
import { type Look, lookAt, pairOf, type Tried } from './look.ts'
import { makeFilm } from './make-film.ts'
import { missingProblem } from './missing.ts'
import type { ReelRooms, ReelWork } from './rooms.ts'
import { fractionOf, stepOf, tellStep } from './steps.ts'

/** How often a reel looks whether its children have moved, in milliseconds; their ends are told at once. */
const LOOK_AGAIN_MS = 500
/** The same while it waits for a person. */
const PATIENT_MS = 5000

/**
 * Walks a reel from wherever its rows say that it stands to its end: children are handed over as soon as what they are made from is there,
 * and once every segment shows a clip all are joined. It holds no place while it waits. A segment that fails leaves all others as they are.
 */
export async function walkReel(rooms: ReelRooms, walk: Walk): Promise<Outcome<null>> {
  walk.waiting(true)
  const work = await startWork(rooms, walk, 'reel')
  if (!work.ok) return work
  try {
    return await live(rooms, work.value)
  } finally {
    await work.value.progress.finish()
  }
}

async function live(rooms: ReelRooms, work: ReelWork): Promise<Outcome<null>> {
  const tried: Tried = { scored: new Set(), joined: new Set() }
  for (;;) {
    if (work.walk.signal.aborted) return refuse('cancelled', 'The reel was stopped.')
    const look = await lookAt(rooms, work, tried)
    if (!look.ok) return look
    const steps = nextSteps(look.value.state)
    work.progress.report('generating', fractionOf(look.value))
    await tellStep(rooms, work, stepOf(look.value, steps))
    const [first] = steps
    if (first?.do === 'fail') return missingProblem(look.value, first)
    if (first?.do === 'stitch') return await finishFilm(rooms, work, look.value)
    const isIdle = first === undefined || first.do === 'check_frames'
    const done = isIdle
      ? await waitForNews(rooms, work, look.value, first !== undefined)
      : await takeAll(rooms, work, look.value, steps, tried)
    if (!done.ok) return done
  }
}

async function finishFilm(rooms: ReelRooms, work: ReelWork, { story }: Look): Promise<Outcome<null>> {
  work.progress.report('encoding', 0)
  const total = story.segments.length
  return await makeFilm(rooms, work, story, (name) => tellStep(rooms, work, { name, index: total, total }))
}

/** What can be done beside children at work; after one longer step it is looked again, as others may be ready to be handed over. */
async function takeAll(rooms: ReelRooms, work: ReelWork, look: Look, steps: readonly Step[], tried: Tried): Promise<Outcome<null>> {
  for (const step of steps) {
    const done = await take(rooms, work, look, step, tried)
    if (!done.ok || step.do === 'score' || step.do === 'join') return done
  }
  return succeed(null)
}

async function take(rooms: ReelRooms, work: ReelWork, look: Look, step: Step, tried: Tried): Promise<Outcome<null>> {
  switch (step.do) {
    case 'release': {
      const done = await handOver(rooms, work, look, step)
      // A picture that cannot be taken is missed by this segment alone.
      return done.ok || work.walk.signal.aborted ? done : await giveUp(rooms, work, step.childId)
    }
    case 'listen': {
      const done = await listenToFilm(rooms, work, look, step.childId)
      // A sound that cannot be taken is missed by the captions alone.
      return done.ok || work.walk.signal.aborted ? done : await giveUp(rooms, work, step.childId)
    }
    case 'drop':
      return await giveUp(rooms, work, step.childId)
    case 'anchor':
      return await anchorFrame(rooms, work, look, step.childId)
    case 'score':
      return await score(rooms, work, look, step.segmentId, tried)
    case 'join':
      return await join(rooms, work, look, step.segmentId, tried)
    default:
      return succeed(null)
  }
}

/** Compares the frames on both sides of a seam; where they cannot be compared the seam stays without a score. */
async function score(rooms: ReelRooms, work: ReelWork, { story }: Look, segmentId: string, tried: Tried): Promise<Outcome<null>> {
  const segment = story.segments.find(({ id }) => id === segmentId)
  const before = segment === undefined ? undefined : story.segments[segment.index - 1]
  const pair = pairOf(before, segment)
  if (segment === undefined || before === undefined || pair === null) return succeed(null)
  tried.scored.add(pair)
  const { signal } = work.walk
  const found = await turn(work.walk, 'finish', async () => {
    await using last = await rooms.storage.temporary('png')
    await using first = await rooms.storage.temporary('png')
    const left = await shownFrame(rooms, story, before, 'last', last.path, signal)
    const right = left.ok ? await shownFrame(rooms, story, segment, 'first', first.path, signal) : left
    return right.ok ? succeed(await continuityOf(last.path, first.path)) : right
  })
  work.walk.waiting(true)
  if (!found.ok) return signal.aborted ? found : succeed(null)
  return await fenced(work.walk, rooms.changes, async (tx, record) => {
    const mine = await held(tx, work.lease)
    if (!mine.ok) return mine
    const at = { userId: story.userId, storyboardId: story.id, segmentId }
    await writeSegmentState(tx, record, at, { continuity: found.value }, rooms.clock())
    return { ok: true, value: null }
  })
}

/** Renders a join ahead; where that cannot be done the film does it. */
async function join(rooms: ReelRooms, work: ReelWork, { story }: Look, segmentId: string, tried: Tried): Promise<Outcome<null>> {
  const segment = story.segments.find(({ id }) => id === segmentId)
  const pair = segment === undefined ? null : pairOf(segment, story.segments[segment.index + 1])
  if (segment === undefined || pair === null) return succeed(null)
  tried.joined.add(pair)
  if (rooms.joinsDirectory === undefined || rooms.joinsDirectory === null) return succeed(null)
  const { signal } = work.walk
  const done = await turn(work.walk, 'finish', () =>
    withAssets(rooms, story.userId, clipAssets(story), async (paths) => {
      await using output = await rooms.storage.temporary('mp4')
      const plan = filmPlan(rooms, story, { paths, output: output.path, layers: [], soundtrack: null, subtitles: null })
      return await renderJoin(rooms.ffmpeg, plan, segment.index, { signal, onProgress: () => work.walk.beat() })
    }),
  )
  work.walk.waiting(true)
  return done.ok || signal.aborted ? done : succeed(null)
}

/** Waits until a child has ended, a person has said something, or it is time to look how far the children are. */
async function waitForNews(rooms: ReelRooms, { walk, row }: ReelWork, { children }: Look, forPerson: boolean): Promise<Outcome<null>> {
  const over = new AbortController()
  const until = AbortSignal.any([walk.signal, over.signal, AbortSignal.timeout(forPerson ? PATIENT_MS : LOOK_AGAIN_MS)])
  const open = children.filter(({ status }) => !isTerminal(status))
  await Promise.race([row.id, ...open.map(({ id }) => id)].map((id) => rooms.children.ends.told(id, until)))
  over.abort()
  return succeed(null)
}
