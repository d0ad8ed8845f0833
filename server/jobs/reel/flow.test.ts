import type { Status } from 'shared/progress'
import { describe, expect, it } from 'vitest'
import { type FlowChild, type FlowPart, type FlowState, nextSteps, type PieceRole, type Step } from './flow.ts'
import { promise } from './promises.ts'

function part(id: string, values: Partial<FlowPart> = {}): FlowPart {
  return { id, continuous: false, chosen: null, startFrame: null, endFrame: null, scored: false, joined: true, ...values }
}

function child(role: PieceRole, segmentId: string | null, needs: readonly string[] = [], values: Partial<FlowChild> = {}): FlowChild {
  return { id: `${role}:${segmentId}`, role, segmentId, status: 'queued', waits: true, needs, made: null, drifting: false, ...values }
}

const chosen = (id: string) => ({ takeId: `take:${id}`, assetId: `clip:${id}` })

function told(step: Step): string {
  switch (step.do) {
    case 'release':
      return [step.childId, ...Object.values(step.found).map(({ from, assetId }) => `${from} ${assetId}`)].join(' < ')
    case 'drop':
    case 'listen':
    case 'anchor':
      return `${step.do} ${step.childId}`
    case 'score':
    case 'join':
      return `${step.do} ${step.segmentId}`
    case 'fail':
      return `fail ${[...step.segmentIds, ...step.sound.map(({ id }) => id)].join(' ')}`
    default:
      return step.do
  }
}

/** Lives a reel through, every handed over child ending before the next look; gives what was done at each look. */
function live(start: FlowState, fails: readonly string[] = []): readonly string[][] {
  const looks: string[][] = []
  let state = start
  for (;;) {
    const steps = nextSteps(state)
    looks.push(steps.map(told))
    if (steps.length === 0 || steps.some(({ do: what }) => what === 'stitch' || what === 'fail')) return looks
    for (const step of steps) state = after(state, step, fails)
    if (looks.length > 20) throw new Error('comes to no end')
  }
}

function after(state: FlowState, step: Step, fails: readonly string[]): FlowState {
  if (step.do === 'check_frames') return { ...state, unchecked: false }
  if (step.do === 'score') return withPart(state, step.segmentId, { scored: true })
  if (step.do === 'join') return withPart(state, step.segmentId, { joined: true })
  if (step.do === 'anchor') return withChild(state, step.childId, { drifting: false })
  if (step.do === 'drop') return withChild(state, step.childId, { status: 'cancelled' })
  if (step.do === 'listen')
    return withChild(state, step.childId, { waits: false, status: fails.includes(step.childId) ? 'failed' : 'completed' })
  if (step.do !== 'release') return state
  const failed = fails.includes(step.childId)
  const ended = withChild(state, step.childId, { waits: false, status: failed ? 'failed' : 'completed', made: `made:${step.childId}` })
  const { role, segmentId } = state.children.find(({ id }) => id === step.childId) ?? { role: 'music', segmentId: null }
  return role === 'clip' && segmentId !== null && !failed ? withPart(ended, segmentId, { chosen: chosen(segmentId) }) : ended
}

function withPart(state: FlowState, id: string, values: Partial<FlowPart>): FlowState {
  return { ...state, parts: state.parts.map((each) => (each.id === id ? { ...each, ...values } : each)) }
}

function withChild(state: FlowState, id: string, values: Partial<FlowChild>): FlowState {
  return { ...state, children: state.children.map((each) => (each.id === id ? { ...each, ...values } : each)) }
}

const follows = { continuous: true }

/** Three segments without a seam, each made between two frames: the next is predicted from the one before. */
const PREDICTED: FlowState = {
  unchecked: false,
  parts: [part('a'), part('b', follows), part('c', follows)],
  children: [
    child('start_frame', 'a'),
    child('end_frame', 'a', [promise('start', 'a')]),
    child('clip', 'a', [promise('start', 'a'), promise('end', 'a')]),
    child('end_frame', 'b', [promise('end', 'a')]),
    child('clip', 'b', [promise('end', 'a'), promise('end', 'b')]),
    child('end_frame', 'c', [promise('end', 'b')]),
    child('clip', 'c', [promise('end', 'b'), promise('end', 'c')]),
  ],
}

/** Three segments without a seam, each made from the last frame of the clip before it. */
const LAST_FRAME: FlowState = {
  unchecked: false,
  parts: [part('a', { startFrame: 'own' }), part('b', follows), part('c', follows)],
  children: [child('clip', 'a'), child('clip', 'b', [promise('end', 'a')]), child('clip', 'c', [promise('end', 'b')])],
}

const INDEPENDENT: FlowState = {
  unchecked: false,
  parts: [part('a', { joined: false }), part('b', { joined: false }), part('c')],
  children: [child('clip', 'a'), child('clip', 'b'), child('clip', 'c'), child('speech', 'a'), child('music', null)],
}

describe('the flow', () => {
  it('makes what needs nothing of each other all at once, and leaves the joins that are missing then to the film', () => {
    expect(live(INDEPENDENT)).toEqual([['speech:a', 'music:null', 'clip:a', 'clip:b', 'clip:c'], ['stitch']])
  })

  it('renders joins once both neighbours exist, while others are at work', () => {
    const last = withPart(withChild(afterFirst(INDEPENDENT), 'clip:c', { status: 'processing' }), 'c', { chosen: null })
    expect(nextSteps(last).map(told)).toEqual(['join a'])
    expect(nextSteps(withPart(last, 'a', { joined: true }))).toEqual([])
  })

  it('makes clips between predicted frames as soon as their frames are there', () => {
    const [a, b, c] = ['made:end_frame:a', 'made:end_frame:b', 'made:end_frame:c'].map((made) => `asset ${made}`)
    expect(live(PREDICTED)).toEqual([
      ['start_frame:a'],
      ['end_frame:a < asset made:start_frame:a'],
      [`clip:a < asset made:start_frame:a < ${a}`, `end_frame:b < ${a}`],
      [`clip:b < ${a} < ${b}`, `end_frame:c < ${b}`],
      [`clip:c < ${b} < ${c}`, 'score b'],
      ['score c'],
      ['stitch'],
    ])
  })

  it('gives predicted frames the colours of the first before anything is made from them, or they are looked at', () => {
    const children = PREDICTED.children.map((each) => ({ ...each, drifting: each.role === 'end_frame' }))
    expect(live({ ...PREDICTED, children }).slice(1, 4)).toEqual([
      ['end_frame:a < asset made:start_frame:a'],
      ['anchor end_frame:a'],
      ['clip:a < asset made:start_frame:a < asset made:end_frame:a', 'end_frame:b < asset made:end_frame:a'],
    ])
    const looks = live({ ...PREDICTED, children, unchecked: true }).flat()
    expect(looks.indexOf('check_frames')).toBe(looks.indexOf('anchor end_frame:c') + 1)
  })

  it('makes clips from real last frames in order', () => {
    expect(live(LAST_FRAME)).toEqual([
      ['clip:a'],
      ['clip:b < last_frame_of clip:a'],
      ['clip:c < last_frame_of clip:b', 'score b'],
      ['score c'],
      ['stitch'],
    ])
  })

  it('goes on with a clip where the model can', () => {
    const children = [child('clip', 'a'), child('clip', 'b', [promise('take', 'a')])]
    const state: FlowState = { unchecked: false, parts: [part('a'), part('b', follows)], children }
    expect(live(state)).toEqual([['clip:a'], ['clip:b < asset clip:a'], ['score b'], ['stitch']])
  })

  it('waits for a person before anything is made from the frames, and goes on with frames that were replaced', () => {
    const looks = live({ ...PREDICTED, unchecked: true })
    expect(looks.slice(0, 5)).toEqual([
      ['start_frame:a'],
      ['end_frame:a < asset made:start_frame:a'],
      ['end_frame:b < asset made:end_frame:a'],
      ['end_frame:c < asset made:end_frame:b'],
      ['check_frames'],
    ])
    expect(looks[5]).toEqual(expect.arrayContaining([expect.stringMatching(/^clip:a/), expect.stringMatching(/^clip:c/)]))
    const made = PREDICTED.children.map((each) =>
      each.role === 'clip' ? each : { ...each, waits: false, status: 'completed' as const, made: each.id },
    )
    const replaced = withPart({ ...PREDICTED, children: made }, 'b', { startFrame: 'by hand' })
    expect(nextSteps(replaced).map(told)).toEqual([
      'clip:a < asset start_frame:a < asset by hand',
      'clip:b < asset by hand < asset end_frame:b',
      'clip:c < asset end_frame:b < asset end_frame:c',
    ])
  })

  it('does not wait for a person where no frame was made', () => {
    expect(live({ ...INDEPENDENT, unchecked: true })[0]).toHaveLength(5)
  })

  it('keeps everything that does not follow a failed segment, and names what is missing', () => {
    expect(live(INDEPENDENT, ['clip:b'])).toEqual([['speech:a', 'music:null', 'clip:a', 'clip:b', 'clip:c'], ['fail b']])
    expect(live(LAST_FRAME, ['clip:b']).slice(1)).toEqual([['clip:b < last_frame_of clip:a'], ['drop clip:c'], ['fail b c']])
    expect(live(PREDICTED, ['end_frame:b']).at(-1)).toEqual(['fail b c'])
    expect(live(INDEPENDENT, ['speech:a']).at(-1)).toEqual(['fail speech:a'])
    const frameless = live({ ...PREDICTED, unchecked: true }, ['start_frame:a'])
    expect(frameless.at(-1)).toEqual(['fail a b c'])
  })

  it('makes only what is missing of a story that was begun', () => {
    const parts = [part('a', { chosen: chosen('a') }), part('b', follows), part('c', { ...follows, chosen: chosen('c') })]
    const state: FlowState = { unchecked: false, parts, children: [child('clip', 'b', [promise('end', 'a')])] }
    expect(live(state)).toEqual([['clip:b < last_frame_of clip:a'], ['score b', 'score c'], ['stitch']])
    expect(live({ ...state, children: [] }).at(-1)).toEqual(['fail b'])
  })

  it('joins what is there where nothing is to be made', () => {
    const parts = [part('a', { chosen: chosen('a'), joined: false }), part('b', { chosen: chosen('b') })]
    expect(live({ unchecked: false, parts, children: [] })).toEqual([['stitch']])
  })

  it('gives up what belongs to a segment that was taken out of the story', () => {
    const state: FlowState = { ...LAST_FRAME, parts: LAST_FRAME.parts.slice(0, 2) }
    expect(live(state)).toEqual([['clip:a', 'drop clip:c'], ['clip:b < last_frame_of clip:a'], ['score b'], ['stitch']])
  })

  it('only waits while children are at work', () => {
    const busy = (status: Status) => ({ waits: false, status })
    const children = [child('clip', 'a', [], busy('processing')), child('clip', 'b', [promise('end', 'a')])]
    const state: FlowState = { unchecked: false, parts: [part('a', { chosen: chosen('a') }), part('b', follows)], children }
    expect(nextSteps(state)).toEqual([])
  })
})

describe('a film whose captions show what is heard in it', () => {
  const HEARD: FlowState = {
    unchecked: false,
    parts: [part('a'), part('b')],
    children: [child('clip', 'a'), child('clip', 'b'), child('speech', 'a'), child('music', null), child('transcript', null, ['sound'])],
  }

  it('is listened to once its clips and voices are there, and then joined', () => {
    expect(live(HEARD)).toEqual([['speech:a', 'music:null', 'clip:a', 'clip:b'], ['listen transcript:null'], ['stitch']])
    const singing = withChild(afterFirst(HEARD), 'music:null', { status: 'processing' })
    expect(nextSteps(singing).map(told)).toEqual(['listen transcript:null'])
    expect(nextSteps(withChild(singing, 'speech:a', { status: 'processing' }))).toEqual([])
  })

  it('is joined all the same where nobody could listen', () => {
    expect(live(HEARD, ['transcript:null']).at(-1)).toEqual(['stitch'])
  })

  it.each(['clip:b', 'speech:a'])('is not listened to where %s has failed', (failed) => {
    expect(live(HEARD, [failed]).slice(1)).toEqual([['drop transcript:null'], [`fail ${failed === 'clip:b' ? 'b' : failed}`]])
  })
})

/** A reel after its first steps. */
function afterFirst(state: FlowState): FlowState {
  return nextSteps(state).reduce((now, step) => after(now, step, []), state)
}
