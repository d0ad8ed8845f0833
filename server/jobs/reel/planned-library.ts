import { type FrameSize, frameSize } from 'shared/camera'
import type { Asset } from 'shared/wire'
import type { Story } from '../../storyboards/index.ts'
import type { PlanRooms } from '../plan.ts'
import { promisedBy } from './promises.ts'

/** A library that knows besides what is there what was promised: frames of the story's size, and clips as long as their segments. */
export function withPromised(library: PlanRooms['library'], story: Story): PlanRooms['library'] {
  const size = frameSize(story.settings.aspectRatio, story.settings.resolution)
  return {
    get: async (userId, id) => {
      const promised = promisedBy(id)
      if (promised === null) return await library.get(userId, id)
      const part = story.segments.find((each) => each.id === promised.segmentId)
      if (part === undefined) return null
      return promised.what === 'take' ? promisedClip(id, size, story.settings.frameRate, part.duration) : promisedFrame(id, size)
    },
  }
}

function promisedFrame(id: string, size: FrameSize): Asset {
  return { ...UNMADE, id, type: 'image', mime: 'image/png', ...size }
}

function promisedClip(id: string, size: FrameSize, frameRate: number, duration: number): Asset {
  return { ...UNMADE, id, type: 'video', mime: 'video/mp4', ...size, frameRate, duration }
}

const UNMADE = {
  bytes: 0,
  sha256: '',
  url: '',
  tags: [],
  metadata: {},
  sourceType: 'generated' as const,
  sources: [],
  createdAt: new Date(0).toISOString(),
  updatedAt: new Date(0).toISOString(),
}
