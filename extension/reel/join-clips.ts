import type { Asset, SegmentInput, Storyboard } from 'shared/wire'
import type { Reply } from '../api/index.ts'
import type { StoryShelf } from './ports.ts'

/** A clip that exists and what it is called. */
export interface JoinedClip {
  readonly video: Asset
  readonly title: string
}

const LONGEST_TITLE = 200
const LONGEST_PROMPT = 2000
const SEGMENT = { shortest: 1, longest: 60, step: 0.5 } as const

/**
 * Makes a story of clips that exist, one after the other in their own shape: each is a segment whose take it is, so that only joining is
 * left to do.
 */
export async function joinClips(
  clips: readonly JoinedClip[],
  title: string,
  stories: Pick<StoryShelf, 'create' | 'edit'>,
): Promise<Reply<Storyboard>> {
  const [first] = clips
  const segments: SegmentInput[] = clips.map((clip) => ({
    prompt: clip.title.slice(0, LONGEST_PROMPT),
    duration: durationOf(clip.video),
    boundary: { kind: 'cut', seconds: 0 },
  }))
  const settings = { aspectRatio: shapeOf(first?.video), flow: 'independent' } as const
  const reply = await stories.create({ title: title.slice(0, LONGEST_TITLE), segments, settings }, crypto.randomUUID())
  if (reply.kind !== 'ok') return reply
  for (const [index, { video }] of clips.entries()) {
    const segment = reply.value.segments[index]
    if (segment !== undefined) await stories.edit(reply.value.id, { op: 'take', segmentId: segment.id, take: { assetId: video.id } })
  }
  return reply
}

/** A segment's length for a clip: its own, in the steps that segments have. */
function durationOf({ duration = SEGMENT.shortest }: Asset): number {
  const whole = Math.ceil(duration / SEGMENT.step) * SEGMENT.step
  return Math.min(SEGMENT.longest, Math.max(SEGMENT.shortest, whole))
}

const SHAPES = { '9:16': 9 / 16, '4:5': 4 / 5, '1:1': 1, '16:9': 16 / 9 } as const
const SHAPE_NAMES = ['9:16', '4:5', '1:1', '16:9'] as const

function shapeOf(video: Asset | undefined): keyof typeof SHAPES {
  const ratio = (video?.width ?? 16) / (video?.height ?? 9)
  const distance = (name: keyof typeof SHAPES): number => Math.abs(Math.log(SHAPES[name] / ratio))
  return SHAPE_NAMES.reduce((best, name) => (distance(name) < distance(best) ? name : best))
}
