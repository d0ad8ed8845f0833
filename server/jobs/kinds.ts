import { type JobKind, type JobRequest, type JobRequestOf, type Outcome } from 'shared/wire'
import { walkClip } from './clip.ts'
import { planExport, walkExport } from './export.ts'
import { walkModelJob } from './model-job.ts'
import type { Plan, PlanRooms } from './plan.ts'
import { planClip } from './plan-clip.ts'
import { planImage } from './plan-picture.ts'
import { planReel } from './reel/plan-reel.ts'
import type { ReelRooms } from './reel/rooms.ts'
import { walkReel } from './reel/walk-reel.ts'
import { planMusic, planSpeech, planStems, planTranscript } from './plan-sound.ts'
import type { Walk } from './walk.ts'

/** What is particular to one kind of job. */
interface KindOfJob<Kind extends JobKind> {
  /** Completes and prices a request; nothing is written. */
  readonly plan: (rooms: PlanRooms, userId: string, request: JobRequestOf<Kind>) => Promise<Outcome<Plan>>
  /** Walks a job from wherever its rows say that it stands to its end; see `walkClip`. */
  readonly walk: (rooms: ReelRooms, walk: Walk) => Promise<Outcome<null>>
}

const KINDS: { readonly [Kind in JobKind]: KindOfJob<Kind> } = {
  clip: { plan: planClip, walk: walkClip },
  image: { plan: planImage, walk: walkModelJob('image') },
  speech: { plan: planSpeech, walk: walkModelJob('speech') },
  music: { plan: planMusic, walk: walkModelJob('music') },
  transcript: { plan: planTranscript, walk: walkModelJob('transcript') },
  stems: { plan: planStems, walk: walkModelJob('stems') },
  export: { plan: planExport, walk: walkExport },
  reel: { plan: planReel, walk: walkReel },
}

/** Completes and prices a request of any kind; nothing is written. */
export async function planJob(rooms: PlanRooms, userId: string, request: JobRequest): Promise<Outcome<Plan>> {
  switch (request.kind) {
    case 'clip':
      return await KINDS.clip.plan(rooms, userId, request)
    case 'image':
      return await KINDS.image.plan(rooms, userId, request)
    case 'speech':
      return await KINDS.speech.plan(rooms, userId, request)
    case 'music':
      return await KINDS.music.plan(rooms, userId, request)
    case 'transcript':
      return await KINDS.transcript.plan(rooms, userId, request)
    case 'stems':
      return await KINDS.stems.plan(rooms, userId, request)
    case 'export':
      return await KINDS.export.plan(rooms, userId, request)
    default:
      return await KINDS.reel.plan(rooms, userId, request)
  }
}

/** Walks a job of any kind to its end. */
export async function walkJob(rooms: ReelRooms, walk: Walk): Promise<Outcome<null>> {
  return await KINDS[walk.job.kind].walk(rooms, walk)
}
