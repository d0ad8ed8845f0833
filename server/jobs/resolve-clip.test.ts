import { asset } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { CATALOG } from '../providers/index.ts'
import { adjustmentsFor, resolveClip, workPixels } from './resolve-clip.ts'

const model = CATALOG.flatMap(({ models }) => models)[0]
if (model === undefined) throw new Error('no model')
const at = '2026-01-01T00:00:00.000Z'
const picture = (width: number, height: number) =>
  asset.parse({
    id: 'ast_1',
    type: 'image',
    mime: 'image/png',
    bytes: 1,
    width,
    height,
    sha256: '',
    url: '/',
    tags: [],
    metadata: {},
    sourceType: 'uploaded',
    sources: [],
    createdAt: at,
    updatedAt: at,
  })
const codes = (request: Parameters<typeof resolveClip>[0], shown: ReturnType<typeof picture> | null) =>
  adjustmentsFor(
    model,
    resolveClip(request, shown, () => 7),
    shown,
  ).map(({ code }) => code)

describe('a clip request', () => {
  it('gets the defaults of the contract, the shape of its picture, and keeps the seed that was drawn', () => {
    const resolved = resolveClip({ kind: 'clip', image: 'ast_1', maxCostUsdMicros: 5 }, picture(900, 1700), () => 7)
    expect(resolved).toEqual({
      kind: 'clip',
      image: 'ast_1',
      duration: 5,
      aspectRatio: '9:16',
      resolution: '1080p',
      frameRate: 30,
      fit: 'crop',
      seed: 7,
      style: 'realistic',
      motionIntensity: 'medium',
      camera: 'dolly_slow',
      audio: 'auto',
      smoothing: 'none',
      quality: 'draft',
      fallback: true,
    })
    expect(resolveClip({ kind: 'clip', prompt: 'ten letters' }, null)).toMatchObject({ aspectRatio: '16:9' })
    expect(workPixels(resolved)).toBe(150 * 1080 * 1920)
  })

  it('says what will be otherwise than asked', () => {
    expect(codes({ kind: 'clip', image: 'ast_1' }, picture(4000, 4000))).toEqual([])
    expect(codes({ kind: 'clip', image: 'ast_1', prompt: 'turn around slowly' }, picture(4000, 4000))).toEqual(['prompt_not_steering'])
    expect(codes({ kind: 'clip', prompt: 'a title to show' }, null)).toEqual(['animated_title'])
    expect(codes({ kind: 'clip', image: 'ast_1', quality: 'high' }, picture(500, 500))).toEqual(['single_quality', 'picture_enlarged'])
  })
})
