/** Parts of stories for tests. */
import type { Asset, Segment, StorySettings } from 'shared/wire'

export function exampleAsset(id: string): Asset {
  return {
    id,
    type: 'image',
    mime: 'image/jpeg',
    bytes: 1,
    sha256: id,
    url: `/media/${id}`,
    tags: [],
    metadata: {},
    sourceType: 'generated',
    sources: [],
    createdAt: '2026-11-21T12:00:00.000Z',
    updatedAt: '2026-11-21T12:00:00.000Z',
  }
}

export function exampleSegment(id: string, more: Partial<Segment> = {}): Segment {
  return {
    id,
    index: 0,
    startTime: 0,
    endTime: 5,
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
    ...more,
  }
}

export const exampleSettings: StorySettings = {
  style: 'realistic',
  styleText: '',
  aspectRatio: '9:16',
  resolution: '720p',
  frameRate: 30,
  quality: 'draft',
  seed: 1,
  flow: 'independent',
  frames: 'lastFrame',
  checkFrames: false,
  provider: null,
  model: null,
  imageProvider: null,
  platform: null,
  mood: null,
}
