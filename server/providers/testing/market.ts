import { resolvedClip } from 'shared/wire'
import { z } from 'zod'
import { type Catalog, type Market, rankModels } from '../index.ts'
import { LOCAL } from '../local/catalog.ts'
import type { NativeModel } from '../catalog.ts'
import { type RemoteModel, remoteModel } from '../remote-model.ts'

export const request = resolvedClip.parse({
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

/** A model of a provider that is asked over the network, at a price for each second. */
export function far(
  id: string,
  usdMicros: number,
  change: Partial<Omit<RemoteModel, 'native'>> & { readonly native?: Partial<NativeModel> } = {},
) {
  const { native = {}, ...rest } = change
  return remoteModel({
    id,
    kind: 'clip',
    quality: 'standard',
    rank: {},
    speed: 'medium',
    recommendedFor: 'Tests',
    notes: ['Only a test.'],
    options: z.strictObject({}),
    prices: [{ per: 'second', usdMicros }],
    native: {
      modes: ['text', 'image'],
      seconds: [4, 6, 8],
      sizes: [
        { name: '1280:720', tier: '720p', width: 1280, height: 720 },
        { name: '720:1280', tier: '720p', width: 720, height: 1280 },
      ],
      frameRate: 24,
      audio: 'never',
      seed: false,
      negativePrompt: false,
      promptLength: 100,
      promptNeeded: true,
      pictures: { mimes: ['image/jpeg'], maximumBytes: 1e6, references: 0 },
      maximumVideoBytes: null,
      typicalSeconds: 60,
      concurrency: 2,
      idempotency: 'none',
      resultSeconds: null,
      cancel: 'free',
      deadlineSeconds: 300,
      ...native,
    },
    ...rest,
  })
}

export const provider = (id: string, ...models: ReturnType<typeof far>[]): Catalog[number] => ({
  id,
  name: id.toUpperCase(),
  workshop: 'remote',
  configure: `${id.toUpperCase()}_KEY`,
  pricesOf: '2026-11-01',
  models,
  retired: [],
})
export const market = (catalog: Catalog, without: readonly string[] = []): Market => ({
  catalog,
  status: (id) => (without.includes(id) ? 'unconfigured' : 'available'),
})
export const end = (t: number) => ({ t, x: 0.5, y: 0.5, zoom: 1, roll: 0 })
export const cheap = provider('cheap', far('penny', 10_000))
export const dear = provider('dear', far('gold', 33_333, { rank: { standard: 1 } }))
export const all = market([LOCAL, cheap, dear])
export const namesOf = (asked: typeof request, where: Market = all): readonly string[] => {
  const ranked = rankModels(asked, where)
  return ranked.ok ? ranked.value.map(({ model }) => model.id) : [ranked.problem.code]
}
