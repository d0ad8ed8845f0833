import {
  brand,
  captions,
  type Outcome,
  refuse,
  type SegmentAddition,
  type SegmentInput,
  soundtrack,
  type StoryboardPatch,
  storySettings,
  succeed,
  type TakeChoice,
} from 'shared/wire'
import { newId } from '../db/index.ts'
import { type StoryDocument, type StorySegment, storySegment } from './document.ts'
import type { Edited } from './edit.ts'
import type { Story } from './face.ts'
import { fillSegment, settleBoundary } from './fill.ts'

/** Changes what is not in the segments, and their order. */
export function patchDocument(document: StoryDocument, patch: StoryboardPatch): Outcome<Edited> {
  const { order, title, settings, cast, overlays } = patch
  const segments = order === undefined ? succeed(document.segments) : reorder(document.segments, order)
  if (!segments.ok) return segments
  const set = storySettings.parse({ ...document.settings, ...settings })
  const turned = set.flow !== document.settings.flow
  return succeed({
    document: {
      title: title ?? document.title,
      settings: set,
      segments: turned ? segments.value.map((segment) => turn(segment, set.flow)) : segments.value,
      cast: cast ?? document.cast,
      soundtrack: soundtrack.parse({ ...document.soundtrack, ...patch.soundtrack }),
      captions: captions.parse({ ...document.captions, ...patch.captions }),
      overlays: overlays ?? document.overlays,
      brand: brand.parse({ ...document.brand, ...patch.brand }),
    },
  })
}

/** Adds a segment at its place: a copy of another with its takes, or a new one. */
export function addSegment(document: StoryDocument, story: Story, addition: SegmentAddition): Outcome<Edited> {
  const { after, copyOf, ...fields } = addition
  const source = story.segments.find(({ id }) => id === copyOf)
  const copied = document.segments.find(({ id }) => id === copyOf)
  if (copyOf !== undefined && copied === undefined) return absentSegment('copyOf')
  const before = document.segments.findIndex(({ id }) => id === after)
  if (typeof after === 'string' && before === -1) return absentSegment('after')
  const index = after === undefined ? document.segments.length : before + 1
  const segment = copied === undefined ? fillSegment(fields, document.settings.flow) : withFields({ ...copied, id: newId('seg') }, fields)
  const takes = source?.takes ?? []
  return succeed({
    document: { ...document, segments: document.segments.toSpliced(index, 0, segment) },
    ...(takes.length === 0 ? {} : { takes: new Map([[segment.id, takes]]) }),
  })
}

/** Changes what is given of a segment. */
export function patchSegment(document: StoryDocument, id: string, patch: SegmentInput): Outcome<Edited> {
  return changeSegment(document, id, (segment) => withFields(segment, patch))
}

export function removeSegment(document: StoryDocument, id: string): Outcome<Edited> {
  const segments = document.segments.filter((segment) => segment.id !== id)
  return segments.length === document.segments.length ? noSuchSegment() : succeed({ document: { ...document, segments } })
}

/** Shows the newest of a segment's takes that came from this job and this asset. */
export function chooseTake(document: StoryDocument, story: Story, id: string, { jobId, assetId }: TakeChoice): Outcome<Edited> {
  const part = story.segments.find((segment) => segment.id === id)
  if (part === undefined) return noSuchSegment()
  const take = part.takes.findLast(
    (known) => (jobId === undefined || known.jobId === jobId) && (assetId === undefined || known.assetId === assetId),
  )
  if (take === undefined) return refuse('not_found', 'The segment has no such take.')
  if (part.chosen?.id === take.id) return succeed({ document })
  return changeSegment(document, id, (segment) => ({ ...segment, take: take.id }))
}

/** Changes one segment of a document. */
export function changeSegment(document: StoryDocument, id: string, change: (segment: StorySegment) => StorySegment): Outcome<Edited> {
  if (document.segments.every((segment) => segment.id !== id)) return noSuchSegment()
  return succeed({ document: { ...document, segments: document.segments.map((one) => (one.id === id ? change(one) : one)) } })
}

export function noSuchSegment(): Outcome<never> {
  return refuse('not_found', 'The storyboard has no such segment.')
}

function absentSegment(path: string): Outcome<never> {
  const message = 'there is no such segment'
  return refuse('invalid_request', `${path}: ${message}.`, { issues: [{ path, message }] })
}

function withFields(segment: StorySegment, fields: SegmentInput): StorySegment {
  const { prompt = segment.prompt } = fields
  // A title that was made for other words does not stand for these.
  const titleText = segment.prompt === '' || prompt === segment.prompt ? segment.titleText : null
  const changed = storySegment.parse({ ...segment, titleText, ...fields })
  return { ...changed, boundary: settleBoundary(changed.boundary) }
}

/** A story that is to flow has no plain cuts, one that is not has no seamless boundaries; transitions are left as they are. */
function turn(segment: StorySegment, flow: StoryDocument['settings']['flow']): StorySegment {
  const [from, to] = flow === 'continuous' ? ['cut', 'continuous'] : ['continuous', 'cut']
  return segment.boundary.kind === from ? { ...segment, boundary: { kind: to, seconds: 0 } } : segment
}

function reorder(segments: readonly StorySegment[], order: readonly string[]): Outcome<StorySegment[]> {
  const byId = new Map(segments.map((segment) => [segment.id, segment]))
  const ordered = [...new Set(order)].flatMap((id) => byId.get(id) ?? [])
  if (ordered.length === segments.length && order.length === segments.length) return succeed(ordered)
  const message = 'must name every segment once'
  return refuse('invalid_request', `order ${message}.`, { issues: [{ path: 'order', message }] })
}
