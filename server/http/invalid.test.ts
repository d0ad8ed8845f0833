import { Hono } from 'hono'
import { JOB_KINDS, PLANNED_OPTIONS, clipRequest, jobPatch, jobRequest } from 'shared/wire'
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
    expect(problemOf({ kind: 'song' }).issues).toMatchObject([{ path: 'kind', allowed: [...JOB_KINDS] }])
    expect(problemOf({ kind: 'clip', prompt: PROMPT, fit: 'z' }).issues).toMatchObject([{ path: 'fit', allowed: ['crop', 'blur'] }])
  })

  it('tells a contract option that is not built yet from a mistake', () => {
    const problem = problemOf({ kind: 'clip', prompt: PROMPT, collectionId: 'col_1' })
    expect(problem).toMatchObject({ code: 'unsupported_option', status: 422 })
    expect(problem.issues?.[0]?.path).toBe('collectionId')
  })

  it('calls a request with a mistake beside such an option invalid', () => {
    expect(problemOf({ kind: 'clip', prompt: PROMPT, collectionId: 'col_1', duration: 'long' }).code).toBe('invalid_request')
    expect(problemOf({ kind: 'clip', prompt: PROMPT, camera: { spin: 1 } }).code).toBe('invalid_request')
    expect(problemOf({ kind: 'clip', prompt: PROMPT, constructor: 1 }).code).toBe('invalid_request')
  })

  it('names the keyframe of a camera path that is wrong, and what of it', () => {
    const key = { t: 0, x: 0.5, y: 0.5, zoom: 1, roll: 0 }
    for (const [path, field] of [
      [[key], 'camera.path'],
      [[key, { ...key, t: 0.5 }], 'camera.path'],
      [[key, { ...key, t: 0 }, { ...key, t: 1 }], 'camera.path'],
      [[key, { ...key, t: 1, zoom: 9 }], 'camera.path.1.zoom'],
      [[key, { ...key, t: 1, roll: 46 }], 'camera.path.1.roll'],
      [
        [
          { ...key, x: -0.1 },
          { ...key, t: 1 },
        ],
        'camera.path.0.x',
      ],
    ] as const) {
      const problem = problemOf({ kind: 'clip', prompt: PROMPT, camera: { path } })
      expect([problem.code, problem.issues?.[0]?.path], JSON.stringify(path)).toEqual(['invalid_request', field])
    }
    expect(clipRequest.safeParse({ kind: 'clip', prompt: PROMPT, camera: { path: [key, { ...key, t: 1, zoom: 2 }] } }).success).toBe(true)
  })

  it('refuses what does not go together, each with its field', () => {
    for (const [request, field] of [
      [{ video: 'ast_1' }, 'videoMode'],
      [{ prompt: PROMPT, videoMode: 'restyle' }, 'video'],
      [{ video: 'ast_1', videoMode: 'restyle', image: 'ast_2' }, 'image'],
      [{ video: 'ast_1', videoMode: 'restyle', camera: 'orbit' }, 'camera'],
      [{ video: 'ast_1', videoMode: 'restyle', fit: 'blur' }, 'fit'],
      [{}, 'prompt'],
    ] as const) {
      const problem = problemOf({ kind: 'clip', ...request })
      expect([problem.code, problem.issues?.[0]?.path]).toEqual(['invalid_request', field])
    }
    expect(clipRequest.safeParse({ kind: 'clip', video: 'ast_1', videoMode: 'extend' }).success).toBe(true)
  })

  it('takes animated for cartoon', () => {
    expect(clipRequest.parse({ kind: 'clip', prompt: PROMPT, style: 'animated' }).style).toBe('cartoon')
  })

  it('gives the end of the range that was broken', () => {
    expect(problemOf({ rating: 9 }, jobPatch).issues).toMatchObject([{ path: 'rating', range: { maximum: 5 } }])
  })
})

describe('refuseInvalid', () => {
  it.each([
    [{ duration: 11 }, { minimum: 3, maximum: 10 }],
    [
      { duration: 61, model: 'gen4.5' },
      { minimum: 3, maximum: 60 },
    ],
  ])('gives the whole range that holds for %j', async (asked, range) => {
    const hook = refuseInvalid({ schema: clipRequest })
    const input = { kind: 'clip', prompt: PROMPT, ...asked }
    const { error } = clipRequest.safeParse(input)
    if (error === undefined) throw new Error('expected a fault')
    const app = new Hono().get('/', (c) => hook({ success: false, error, data: input }, c) ?? c.text(''))
    const answer = await app.request('/')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ issues: [{ path: 'duration', range }] })
  })
})
