import { timelineOf } from 'shared/story'
import type { Segment, SegmentInput, Storyboard } from 'shared/wire'
import type { StoryEdit } from '../../api/index.ts'

/** The fields of a segment that people edit. */
const FRESH: Omit<Segment, 'id' | 'index' | 'startTime' | 'endTime'> = {
  prompt: '',
  titleText: null,
  narration: '',
  image: null,
  duration: 5,
  boundary: { kind: 'cut', seconds: 0 },
  camera: null,
  lighting: null,
  provider: null,
  model: null,
  audio: 'keep',
  status: 'queued',
  progress: 0,
  stale: false,
  startFrame: null,
  endFrame: null,
  startFrameChosen: false,
  endFrameChosen: false,
  takes: [],
  continuity: null,
  error: null,
  cost: { estimatedUsdMicros: null, settledUsdMicros: 0 },
}

/** What a take of a segment is made from: a change of it makes the take it has stale. */
const MADE_FROM: readonly (keyof SegmentInput)[] = [
  'prompt',
  'image',
  'startFrame',
  'endFrame',
  'duration',
  'camera',
  'lighting',
  'provider',
  'model',
]

/**
 * A story with an edit laid over it, as the server will have it: only the version, the prices and what undo brings back are left to the
 * server.
 * @param newId id for a segment that the edit adds, until the server has given it one
 */
export function withEdit(story: Storyboard, edit: StoryEdit, newId: string): Storyboard {
  switch (edit.op) {
    case 'patch':
      return laidOut(patched(story, edit.patch))
    case 'add': {
      const { after, copyOf, ...fields } = edit.segment
      const before = after === null ? -1 : story.segments.findIndex(({ id }) => id === after)
      const index = after === undefined || (after !== null && before === -1) ? story.segments.length : before + 1
      const copied = story.segments.find(({ id }) => id === copyOf)
      const added = changed({ ...FRESH, ...copied, id: newId, index, startTime: 0, endTime: 0 }, fields)
      return laidOut({ ...story, segments: story.segments.toSpliced(index, 0, added) })
    }
    case 'change':
      return laidOut(mapped(story, edit.segmentId, (segment) => changed(segment, edit.patch)))
    case 'drop':
      return laidOut({ ...story, segments: story.segments.filter(({ id }) => id !== edit.segmentId) })
    case 'choose': {
      const { jobId, assetId } = edit.choice
      const isChosen = (take: Segment['takes'][number]): boolean => (jobId === undefined ? take.assetId === assetId : take.jobId === jobId)
      return mapped(story, edit.segmentId, (segment) => ({
        ...segment,
        takes: segment.takes.map((take) => ({ ...take, chosen: isChosen(take) })),
      }))
    }
    case 'take':
      return mapped(story, edit.segmentId, (segment) => ({
        ...segment,
        takes: [...segment.takes.map((take) => ({ ...take, chosen: false })), { ...edit.take, chosen: true }],
      }))
    default:
      // What these bring back only the server knows, or the one who remembers how the story looked.
      return story
  }
}

function patched(story: Storyboard, patch: Extract<StoryEdit, { op: 'patch' }>['patch']): Storyboard {
  const { order, settings, soundtrack, captions, brand, ...rest } = patch
  const segments = order === undefined ? story.segments : ordered(story.segments, order)
  return {
    ...story,
    ...defined(rest),
    settings: { ...story.settings, ...defined(settings) },
    soundtrack: { ...story.soundtrack, ...defined(soundtrack) },
    captions: { ...story.captions, ...defined(captions) },
    brand: { ...story.brand, ...defined(brand) },
    segments,
  }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Only what is given: a field that is there but undefined changes nothing. */
function defined<T extends object>(given: T | undefined): Defined<T> {
  const kept: Defined<T> = {}
  for (const key in given) {
    const value = given[key]
    if (isDefined(value)) kept[key] = value
  }
  return kept
}

function isDefined<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined
}

function ordered(segments: readonly Segment[], order: readonly string[]): Segment[] {
  const place = new Map(order.map((id, at) => [id, at]))
  return segments.toSorted((one, other) => (place.get(one.id) ?? segments.length) - (place.get(other.id) ?? segments.length))
}

function changed(segment: Segment, { startFrame, endFrame, ...patch }: SegmentInput): Segment {
  const remade = MADE_FROM.some((field) => field in { ...patch, ...defined({ startFrame, endFrame }) })
  const { prompt = segment.prompt } = patch
  return {
    ...segment,
    // A title that was made for other words does not stand for these.
    titleText: segment.prompt === '' || prompt === segment.prompt ? segment.titleText : null,
    ...defined(patch),
    // The pictures of newly chosen frames come with the server's answer.
    ...(startFrame === null ? { startFrame: null, startFrameChosen: false } : {}),
    ...(endFrame === null ? { endFrame: null, endFrameChosen: false } : {}),
    stale: segment.stale || (remade && segment.takes.some(({ jobId }) => jobId !== undefined)),
  }
}

function mapped(story: Storyboard, segmentId: string, change: (segment: Segment) => Segment): Storyboard {
  return { ...story, segments: story.segments.map((segment) => (segment.id === segmentId ? change(segment) : segment)) }
}

/** The story with its segments numbered and in their places. */
function laidOut(story: Storyboard): Storyboard {
  const timeline = timelineOf(
    story.segments.map(({ duration, boundary }) => ({ length: duration, boundary })),
    story.settings.frameRate,
  )
  const segments = story.segments.map((segment, index) => {
    const { start, end } = timeline.parts[index] ?? { start: 0, end: segment.duration }
    return { ...segment, index, startTime: start, endTime: end }
  })
  return { ...story, segments, duration: timeline.duration }
}
