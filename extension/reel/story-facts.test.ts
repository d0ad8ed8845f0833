import { describe, expect, it } from 'vitest'
import { exampleAsset as asset, exampleSegment as segment } from './examples.ts'
import { chosenTake, followersOf, framesOf, lackingSegment, moved, standingOf, toMake } from './story-facts.ts'

const take = (jobId: string, chosen: boolean) => ({ jobId, chosen })

describe('standingOf', () => {
  it('says what there is to show before it says what went wrong', () => {
    const takes = [take('job_1', true)]
    expect(standingOf(segment('a'))).toBe('empty')
    expect(standingOf(segment('a', { progress: 2 }))).toBe('waiting')
    expect(standingOf(segment('a'), true)).toBe('waiting')
    expect(standingOf(segment('a', { takes }), true)).toBe('ready')
    expect(standingOf(segment('a', { status: 'processing', progress: 40, takes }))).toBe('making')
    expect(standingOf(segment('a', { status: 'failed' }))).toBe('failed')
    expect(standingOf(segment('a', { status: 'failed', takes }))).toBe('ready')
    expect(standingOf(segment('a', { status: 'completed', takes, stale: true }))).toBe('stale')
  })
})

describe('takes', () => {
  it('show the chosen one, else the newest', () => {
    expect(chosenTake({ takes: [take('job_1', true), take('job_2', false)] })?.jobId).toBe('job_1')
    expect(chosenTake({ takes: [take('job_1', false), take('job_2', false)] })?.jobId).toBe('job_2')
    expect(chosenTake({ takes: [] })).toBeNull()
  })

  it('tell what is missing from what was changed', () => {
    const story = {
      segments: [segment('a'), segment('b', { takes: [take('j', true)], stale: true }), segment('c', { takes: [take('j', true)] })],
    }
    expect(toMake(story)).toMatchObject({ missing: [{ id: 'a' }], stale: [{ id: 'b' }] })
  })
})

describe('lackingSegment', () => {
  it('is the first that nothing can be made of', () => {
    const seamless = { boundary: { kind: 'continuous', seconds: 0 } }
    const first = (...segments: ReturnType<typeof segment>[]) => lackingSegment({ segments })?.id ?? null
    expect(first(segment('a', { prompt: 'words' }), segment('b'), segment('c'))).toBe('b')
    for (const has of [{ titleText: 'Now' }, { image: 'ast_1' }, { startFrame: asset('frame') }, { takes: [take('job_1', true)] }])
      expect(first(segment('a', has))).toBeNull()
    expect(first(segment('a', { prompt: 'words', ...seamless }), segment('b'))).toBeNull()
    expect(first(segment('a', { prompt: ' ' }))).toBe('a')
  })
})

describe('followersOf', () => {
  it('goes on as long as one follows the other without a seam', () => {
    const seamless = { boundary: { kind: 'continuous', seconds: 0 } }
    const segments = [segment('a', seamless), segment('b', seamless), segment('c'), segment('d', seamless), segment('e')]
    const after = (id: string) => followersOf({ segments }, id).map((each) => each.id)
    expect([after('a'), after('c'), after('d'), after('x')]).toEqual([['a', 'b', 'c'], ['c'], ['d', 'e'], []])
  })
})

describe('moved', () => {
  it('puts one in the place of another and leaves the rest in order', () => {
    expect(moved(['a', 'b', 'c', 'd'], 'a', 2)).toEqual(['b', 'c', 'a', 'd'])
    expect(moved(['a', 'b', 'c', 'd'], 'd', 0)).toEqual(['d', 'a', 'b', 'c'])
    expect(moved(['a', 'b'], 'a', 2)).toEqual(['a', 'b'])
  })
})

describe('framesOf', () => {
  it('names each frame once, by what it begins, or ends where nothing begins with it', () => {
    const [first, second, last] = [asset('first'), asset('second'), asset('last')]
    const segments = [
      segment('a', { startFrame: first, endFrame: second }),
      segment('b', { startFrame: second, endFrame: last }),
      segment('c'),
    ]
    expect(framesOf({ segments }).map((frame) => [frame.segment.id, frame.end, frame.asset.id])).toEqual([
      ['a', 'startFrame', 'first'],
      ['b', 'startFrame', 'second'],
      ['b', 'endFrame', 'last'],
    ])
  })
})
