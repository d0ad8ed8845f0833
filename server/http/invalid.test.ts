import { Hono } from 'hono'
import { PLANNED_OPTIONS, clipRequest, jobPatch, jobRequest } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import type { ZodType } from 'zod'
import { problemOfInvalid, refuseInvalid } from './invalid.ts'

const PROMPT = 'slow rotation, studio lighting'

function problemOf(input: unknown, schema: ZodType = jobRequest) {
  const { error } = schema.safeParse(input)
  if (error === undefined) throw new Error('expected a fault')
  return problemOfInvalid(error, input, PLANNED_OPTIONS)
}

describe('problemOfInvalid', () => {
  it('names unknown fields by their path', () => {
    const problem = problemOf({ kind: 'clip', prompt: PROMPT, fit: { x: 0, y: 0, width: 1, height: 1, depth: 1 }, colour: 'red' })
    expect(problem.code).toBe('invalid_request')
    expect(problem.issues?.map((issue) => issue.path)).toEqual(['fit.depth', 'colour'])
  })

  it('lists allowed values', () => {
    expect(problemOf({ kind: 'clip', prompt: PROMPT, frameRate: 25 }).issues).toEqual([
      { path: 'frameRate', message: 'must be one of 24, 30, 60', allowed: [24, 30, 60] },
    ])
    expect(problemOf({ kind: 'song' }).issues).toMatchObject([{ path: 'kind', allowed: ['clip'] }])
    expect(problemOf({ kind: 'clip', prompt: PROMPT, fit: 'z' }).issues).toMatchObject([{ path: 'fit', allowed: ['crop', 'blur'] }])
  })

  it('tells a contract option that is not built yet from a mistake', () => {
    for (const asked of [
      { resolution: '4k' },
      { style: 'anime' },
      { camera: 'orbit' },
      { camera: { path: [] } },
      { audio: true },
      { mood: 60 },
      { lastImage: 'ast_1' },
    ]) {
      const problem = problemOf({ kind: 'clip', prompt: PROMPT, ...asked })
      expect(problem, JSON.stringify(asked)).toMatchObject({ code: 'unsupported_option', status: 422 })
      expect(problem.issues?.[0]?.path).toBe(Object.keys(asked)[0])
    }
    expect(problemOf({ kind: 'reel', storyboardId: 'stb_1' })).toMatchObject({ code: 'unsupported_option', params: { option: 'kind' } })
  })

  it('calls a request with a mistake beside such an option invalid', () => {
    expect(problemOf({ kind: 'clip', prompt: PROMPT, resolution: '4k', duration: 'long' }).code).toBe('invalid_request')
    expect(problemOf({ kind: 'clip', prompt: PROMPT, camera: { spin: 1 } }).code).toBe('invalid_request')
    expect(problemOf({ kind: 'clip', prompt: PROMPT, constructor: 1 }).code).toBe('invalid_request')
  })

  it('gives the end of the range that was broken', () => {
    expect(problemOf({ rating: 9 }, jobPatch).issues).toMatchObject([{ path: 'rating', range: { maximum: 5 } }])
  })
})

describe('refuseInvalid', () => {
  it('gives the whole range where it knows the schema', async () => {
    const hook = refuseInvalid({ schema: clipRequest })
    const input = { kind: 'clip', prompt: PROMPT, duration: 11 }
    const { error } = clipRequest.safeParse(input)
    if (error === undefined) throw new Error('expected a fault')
    const app = new Hono().get('/', (c) => hook({ success: false, error, data: input }, c) ?? c.text(''))
    const answer = await app.request('/')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ issues: [{ path: 'duration', range: { minimum: 3, maximum: 10 } }] })
  })
})
