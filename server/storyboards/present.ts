import type { Asset, Segment, SegmentTake, Storyboard } from 'shared/wire'
import type { Load } from '../changes/index.ts'
import type { Story, StoryPart } from './face.ts'
import type { StoredTake } from './takes.ts'

/** Stories of one user as the wire has them; the assets of their frames are read together. */
export async function presentStories(
  assets: Load<Asset>,
  userId: string,
  stories: readonly Story[],
): Promise<ReadonlyMap<string, Storyboard>> {
  const frames = stories.flatMap(({ segments }) => segments.flatMap(framesOf)).filter((id) => id !== null)
  const found = frames.length === 0 ? new Map<string, Asset>() : await assets(userId, [...new Set(frames)])
  return new Map(stories.map((story) => [story.id, presentStory(story, found)]))
}

function framesOf(part: StoryPart): readonly (string | null)[] {
  return [part.startFrame ?? part.foundStartFrame, part.endFrame ?? part.foundEndFrame]
}

function presentStory(story: Story, assets: ReadonlyMap<string, Asset>): Storyboard {
  return {
    id: story.id,
    version: story.version,
    title: story.title,
    settings: story.settings,
    segments: story.segments.map((part) => presentPart(part, assets)),
    cast: story.cast,
    soundtrack: story.soundtrack,
    captions: story.captions,
    overlays: story.overlays,
    brand: story.brand,
    duration: story.duration,
    canUndo: story.canUndo,
    canRedo: story.canRedo,
    planned: story.planned,
    source: story.source,
    createdAt: new Date(story.createdAt).toISOString(),
    updatedAt: new Date(story.updatedAt).toISOString(),
  }
}

function presentPart(part: StoryPart, assets: ReadonlyMap<string, Asset>): Segment {
  const [start = null, end = null] = framesOf(part).map((id) => (id === null ? null : (assets.get(id) ?? null)))
  return {
    id: part.id,
    index: part.index,
    startTime: part.place.start,
    endTime: part.place.end,
    status: part.status,
    progress: part.progress,
    stale: part.stale,
    prompt: part.prompt,
    titleText: part.titleText,
    narration: part.narration,
    image: part.image,
    startFrame: start,
    endFrame: end,
    startFrameChosen: part.startFrame !== null,
    endFrameChosen: part.endFrame !== null,
    duration: part.duration,
    boundary: part.boundary,
    camera: part.camera,
    lighting: part.lighting,
    provider: part.provider,
    model: part.model,
    audio: part.audio,
    takes: part.takes.map((take) => presentTake(take, part.chosen?.id === take.id)),
    continuity: part.continuity,
    error: part.error,
    cost: { estimatedUsdMicros: part.estimatedUsdMicros, settledUsdMicros: part.settledUsdMicros },
  }
}

function presentTake(take: StoredTake, chosen: boolean): SegmentTake {
  return {
    ...(take.jobId === null ? {} : { jobId: take.jobId }),
    ...(take.assetId === null ? {} : { assetId: take.assetId }),
    ...(take.in === null ? {} : { in: take.in }),
    ...(take.out === null ? {} : { out: take.out }),
    chosen,
  }
}
