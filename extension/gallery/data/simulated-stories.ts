/** Stories in memory that keep the promises of the contract which the mirror relies on. For tests. */
import { makeProblem, type Segment, type Storyboard } from 'shared/wire'
import type { Reply, StoryEdit } from '../../api/index.ts'
import { withEdit } from './story-edits.ts'

export function exampleSegment(id: string, more: Partial<Segment> = {}): Segment {
  return {
    id,
    index: 0,
    startTime: 0,
    endTime: 5,
    prompt: `what happens in ${id}`,
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

export function exampleStory(id: string, more: Partial<Storyboard> = {}): Storyboard {
  return {
    id,
    version: 1,
    title: 'Night Serum',
    settings: {
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
    },
    segments: ['seg_1', 'seg_2', 'seg_3'].map((each, index) =>
      exampleSegment(each, { index, startTime: index * 5, endTime: index * 5 + 5 }),
    ),
    cast: [],
    soundtrack: { music: null, voice: null, ducking: true, loudness: -14 },
    captions: { mode: 'off', source: 'script', style: 'plain', place: 'bottom' },
    overlays: [],
    brand: { colours: [], headingFont: null, bodyFont: null, logo: null },
    duration: 15,
    canUndo: false,
    canRedo: false,
    planned: null,
    source: null,
    createdAt: '2026-11-21T10:00:00.000Z',
    updatedAt: '2026-11-21T10:00:00.000Z',
    ...more,
  }
}

export function simulateStories(emit: (story: Storyboard) => void) {
  const stories = new Map<string, Storyboard>()
  const versions = new Map<string, Storyboard[]>()
  const received: StoryEdit[] = []
  let segments = 100

  const put = (story: Storyboard): Storyboard => {
    stories.set(story.id, story)
    emit(story)
    return story
  }
  const missing: Reply<Storyboard> = { kind: 'problem', problem: makeProblem('not_found', 'No such story.') }
  return {
    put,
    received,
    get: (id: string): Reply<Storyboard> => {
      const value = stories.get(id)
      return value === undefined ? missing : { kind: 'ok', value }
    },
    create: (title: string): Reply<Storyboard> => ({ kind: 'ok', value: put(exampleStory(`stb_${stories.size + 1}`, { title })) }),
    edit(id: string, edit: StoryEdit, version: number): Reply<Storyboard> {
      received.push(edit)
      const before = stories.get(id)
      if (before === undefined) return missing
      if (before.version !== version) {
        return { kind: 'problem', problem: makeProblem('conflict', 'Changed meanwhile.', { params: { version: before.version } }) }
      }
      if ('segmentId' in edit && !before.segments.some((segment) => segment.id === edit.segmentId)) return missing
      const history = versions.get(id) ?? []
      versions.set(id, history)
      const restored = edit.op === 'undo' ? history.pop() : undefined
      if (restored === undefined) history.push(before)
      const after = restored ?? withEdit(before, edit, `seg_${(segments += 1)}`)
      return { kind: 'ok', value: put({ ...after, version: before.version + 1, canUndo: history.length > 0 }) }
    },
  }
}
