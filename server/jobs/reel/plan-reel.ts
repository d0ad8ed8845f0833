import { NOTHING, UNCHANGED } from 'shared/money'
import { type JobRequestOf, type Outcome, refuse, type ResolvedReel, type StoryboardRequest, succeed } from 'shared/wire'
import { assemble, draftStory, readStory, type Story, type StoryDraft } from '../../storyboards/index.ts'
import { judgeLength } from '../limits.ts'
import type { Plan, PlanRooms } from '../plan.ts'
import { notTranscribed, wantsHearing } from './film-heard.ts'
import { planHeard } from './plan-heard.ts'
import { planPieces } from './plan-pieces.ts'
import { reelEstimate } from './reel-estimate.ts'

/** Stands for the storyboard of a reel until that is kept. */
const DRAFT = 'draft'
const LONGEST_PLANNING_MS = 40_000

/**
 * Plans a reel with everything that it has to make; nothing is written. Without a storyboard one is drafted, which is kept with the job.
 * Problems: `not_found`, `conflict` for a storyboard without segments, or, where nothing is to be made, with segments that show nothing yet.
 */
export async function planReel(rooms: PlanRooms, userId: string, asked: JobRequestOf<'reel'>): Promise<Outcome<Plan>> {
  const { maxCostUsdMicros: _shown, ...request } = asked
  const found = await findStory(rooms, userId, asked)
  if (!found.ok) return found
  const { story, draft } = found.value
  const { limits } = await rooms.accounts.settings()
  const length = judgeLength(limits, story.duration)
  if (!length.ok) return length
  if (story.segments.length === 0) return nothingToJoin()
  const empty = story.segments.filter(({ chosen }) => chosen === null)
  if (asked.generate === false && empty.length > 0) return stillEmpty(empty.map(({ index }) => index))
  const pieces = asked.generate === false ? succeed({ children: [], adjustments: [] }) : await planPieces(rooms, userId, story)
  if (!pieces.ok) return pieces
  const heard = await planHeard(rooms, userId, story, asked.generate !== false)
  const children = [...pieces.value.children, ...heard.children]
  const resolved: ResolvedReel = { ...request, storyboardId: story.id }
  return succeed({
    request: resolved,
    provider: 'local',
    model: 'reel-1',
    usdMicros: NOTHING,
    estimate: reelEstimate(children),
    pricing: UNCHANGED,
    priced: { kind: 'reel', quality: story.settings.quality, seconds: story.duration },
    adjustments: [...pieces.value.adjustments, ...(wantsHearing(story) && !heard.isHeard ? [notTranscribed(story)] : [])],
    reel: { storyboardId: draft === null ? story.id : null, draft, children },
  })
}

interface Found {
  readonly story: Story
  readonly draft: StoryDraft | null
}

async function findStory(rooms: PlanRooms, userId: string, asked: JobRequestOf<'reel'>): Promise<Outcome<Found>> {
  if (asked.storyboardId !== undefined) {
    const story = await readStory(rooms.db, userId, asked.storyboardId)
    return story === null ? refuse('not_found', 'There is no such storyboard.') : succeed({ story, draft: null })
  }
  const signal = AbortSignal.timeout(LONGEST_PLANNING_MS)
  const draft = await draftStory(storyWish(asked), { planner: rooms.planner ?? null, signal })
  return succeed({ story: storyOf(draft, userId), draft })
}

function storyWish({ prompt, image, images, duration, arc, style, aspectRatio, quality, flow }: JobRequestOf<'reel'>): StoryboardRequest {
  const pictures = [...(image === undefined ? [] : [image]), ...(images ?? [])]
  return {
    settings: { style, aspectRatio, quality, flow },
    ...(prompt === undefined ? {} : { prompt }),
    ...(pictures.length === 0 ? {} : { images: pictures }),
    ...(duration === undefined ? {} : { duration }),
    ...(arc === undefined ? {} : { arc }),
  }
}

function storyOf({ document, planned, source }: StoryDraft, userId: string): Story {
  const common = { id: DRAFT, userId, version: 1, canUndo: false, canRedo: false, createdAt: 0, updatedAt: 0 }
  return { ...document, ...assemble(document, new Map()), ...common, planned, source }
}

function nothingToJoin(): Outcome<never> {
  return refuse('conflict', 'The storyboard has no segments yet.', { params: { segments: '' }, action: 'edit_prompt' })
}

function stillEmpty(indices: readonly number[]): Outcome<never> {
  const segments = indices.map((index) => index + 1).join(', ')
  return refuse('conflict', `These segments show nothing yet: ${segments}.`, {
    params: { segments },
    issues: indices.map((index) => ({ path: `segments.${index}`, message: 'shows nothing yet' })),
  })
}
