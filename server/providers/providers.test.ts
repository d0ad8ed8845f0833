import { resolvedClip } from 'shared/wire'
import { describe, expect, it } from 'vitest'
import { CATALOG, checkCatalog, chooseModel, estimateFor, listProviders, percentile } from './index.ts'

const request = resolvedClip.parse({
  kind: 'clip',
  prompt: 'a slow look at a chair',
  duration: 5,
  aspectRatio: '16:9',
  resolution: '720p',
  frameRate: 30,
  fit: 'crop',
  style: 'realistic',
  motionIntensity: 'medium',
  camera: 'dolly_slow',
  seed: 1,
  audio: 'auto',
  smoothing: 'none',
  quality: 'draft',
  fallback: true,
})
const [local] = CATALOG
if (local === undefined) throw new Error('no provider')
const [motion] = local.models
if (motion === undefined) throw new Error('no model')
const dear = { ...local, id: 'dear', models: [{ ...motion, id: 'gold', prices: [{ per: 'second' as const, usdMicros: 33_333 }] }] }

describe('the catalog', () => {
  it('has no holes', () => {
    expect(checkCatalog()).toEqual([])
  })

  it('is found out when it has', () => {
    const broken = { ...local, models: [{ ...motion, prices: [], capabilities: { ...motion.capabilities, cameras: [] } }] }
    expect(checkCatalog([broken, local])).toEqual([
      'provider local is listed twice',
      'local/motion-1 has no cameras',
      'local/motion-1 has 0 prices for 720p, not one',
      'local/motion-1 has 0 prices for 1080p, not one',
      'local/motion-1 has 0 prices for 4k, not one',
    ])
  })
})

describe('choosing a model', () => {
  it('takes the cheapest that can, or the one that is named', () => {
    expect(chooseModel(request, [dear, local])).toMatchObject({ ok: true, value: { provider: { id: 'local' }, usdMicros: 0 } })
    expect(chooseModel({ ...request, provider: 'dear' }, [dear, local])).toMatchObject({ ok: true, value: { usdMicros: 166_665 } })
  })

  it('refuses what nobody can do, naming the option and what would do', () => {
    const problem = { code: 'unsupported_option', issues: [{ path: 'provider', allowed: ['local'] }] }
    expect(chooseModel({ ...request, provider: 'runway' })).toMatchObject({ ok: false, problem })
    expect(chooseModel({ ...request, model: 'gen9' })).toMatchObject({ ok: false, problem: { issues: [{ path: 'model' }] } })
    const still = { ...local, models: [{ ...motion, capabilities: { ...motion.capabilities, frameRates: [24 as const] } }] }
    const narrow = { code: 'unsupported_option', params: { option: 'frameRate' }, issues: [{ path: 'frameRate', allowed: [24] }] }
    expect(chooseModel(request, [still])).toMatchObject({ ok: false, problem: narrow })
  })

  it('refuses options that the model does not take, each by its path', () => {
    const refused = (providerOptions: object) => chooseModel({ ...request, providerOptions: { ...providerOptions } })
    expect(refused({ template: 'quote', overlay: 'hearts', parallax: 'off', lightingStrength: 0.5, bars: true }).ok).toBe(true)
    expect(refused({ template: 'poster' })).toMatchObject({
      problem: { code: 'unsupported_option', issues: [{ path: 'providerOptions.template', allowed: expect.arrayContaining(['quote']) }] },
    })
    const overlays = ['confetti', 'sparkles', 'hearts', 'snow']
    expect(overlays.map((overlay) => refused({ overlay }).ok)).toEqual([true, true, true, true])
    expect(refused({ overlay: 'fog' })).toMatchObject({
      problem: { code: 'unsupported_option', issues: [{ path: 'providerOptions.overlay', allowed: overlays }] },
    })
    expect(refused({ lightingStrength: 2 })).toMatchObject({ problem: { issues: [{ path: 'providerOptions.lightingStrength' }] } })
    expect(refused({ steps: 4 })).toMatchObject({ problem: { issues: [{ path: 'providerOptions.steps' }] } })
    expect(refused({ bars: 'yes' })).toMatchObject({ problem: { issues: [{ path: 'providerOptions.bars' }] } })
  })

  it('refuses what a model cannot restyle, light or film', () => {
    const plain = { ...motion.capabilities, modes: ['text' as const], lightings: [], cameraPaths: false, smoothing: false }
    const few = [{ ...local, models: [{ ...motion, capabilities: plain }] }]
    const end = { x: 0.5, y: 0.5, roll: 0, zoom: 1 }
    const camera = {
      path: [
        { ...end, t: 0 },
        { ...end, t: 1 },
      ],
    }
    for (const [change, path] of [
      [{ video: 'ast_1', videoMode: 'restyle' as const }, 'videoMode'],
      [{ image: 'ast_1' }, 'image'],
      [{ lighting: 'natural' as const }, 'lighting'],
      [{ camera }, 'camera'],
      [{ smoothing: 'motion' as const }, 'smoothing'],
    ] as const) {
      expect(chooseModel({ ...request, ...change }, few), path).toMatchObject({ problem: { params: { option: path } } })
      expect(chooseModel({ ...request, ...change }).ok, path).toBe(true)
    }
    expect(chooseModel({ ...request, video: 'ast_1', videoMode: 'restyle', duration: 7.3 }).ok).toBe(true)
    expect(chooseModel({ ...request, duration: 7.3 }).ok).toBe(false)
  })

  it('estimates item by item and for every model', () => {
    expect(estimateFor(request, [dear, local])).toMatchObject({
      ok: true,
      value: {
        usdMicros: 0,
        items: [{ count: 5, unitUsdMicros: 0 }],
        byProvider: [
          { provider: 'dear', usdMicros: 166_665, available: true },
          { provider: 'local', usdMicros: 0, available: true },
        ],
      },
    })
  })
})

describe('the list of providers', () => {
  it('tells typical times from three runs on, and recommends one', () => {
    expect(percentile([1, 2], 0.5)).toBeNull()
    const list = listProviders(() => [4, 1, 3, 2])
    expect(list.items[0]?.models[0]?.typicalSeconds).toEqual({ p50: 2, p90: 4 })
    expect(list.items[0]?.models[0]?.providerOptions).toMatchObject({ type: 'object', properties: { parallax: { enum: ['auto', 'off'] } } })
    expect(list.recommendation).toMatch(/this computer/)
  })
})
