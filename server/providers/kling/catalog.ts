import { z } from 'zod'
import type { CatalogProvider, NativeModel, NativeSize } from '../catalog.ts'
import type { Mode } from '../port.ts'
import { remoteModel } from '../remote-model.ts'

/** Short sides in pixels by the word for a resolution on Kling's wire. */
const RESOLUTIONS = { '720p': 720, '1080p': 1080, '4k': 2160 } as const
type Resolution = keyof typeof RESOLUTIONS
const SHAPES = [
  ['16:9', 16, 9],
  ['9:16', 9, 16],
  ['1:1', 1, 1],
] as const

/** Named by resolution and shape, which are two fields on the wire. */
function sizesOf(resolution: Resolution, modes?: readonly Mode[]): readonly NativeSize[] {
  const short = RESOLUTIONS[resolution]
  return SHAPES.map(([shape, across, down]) => ({
    name: `${resolution} ${shape}`,
    tier: resolution,
    width: (short * across) / Math.min(across, down),
    height: (short * down) / Math.min(across, down),
    ...(modes === undefined ? {} : { modes }),
  }))
}

const COMMON = {
  modes: ['text', 'image', 'first_last'],
  seconds: { minimum: 3, maximum: 15, step: 1 },
  frameRate: null,
  audio: 'never',
  seed: false,
  negativePrompt: false,
  promptLength: 2500,
  promptNeeded: false,
  pictures: { mimes: ['image/jpeg', 'image/png'], maximumBytes: 10_000_000, references: 0 },
  maximumVideoBytes: null,
  typicalSeconds: null,
  concurrency: 3,
  idempotency: 'lookup',
  resultSeconds: 30 * 86_400,
  cancel: 'impossible',
  deadlineSeconds: 1800,
} as const satisfies Partial<NativeModel>

const FOLLOWS = 'With a picture the clip has the shape of that picture.'
const options = z.strictObject({})

/** Kling's own API, its newer generation. Prices per second of output, from its price list as of 2026-10-04 (a unit is $0.14). */
export const KLING: CatalogProvider = {
  id: 'kling',
  name: 'Kling',
  workshop: 'remote',
  configure: 'KLING_API_KEY',
  pricesOf: '2026-10-04',
  models: [
    remoteModel({
      id: 'kling-3.0',
      kind: 'clip',
      native: { ...COMMON, audio: 'optional', sizes: [...sizesOf('720p'), ...sizesOf('1080p'), ...sizesOf('4k')] },
      prices: [
        { per: 'second', usdMicros: 84_000, tier: '720p', audio: false },
        { per: 'second', usdMicros: 126_000, tier: '720p', audio: true },
        { per: 'second', usdMicros: 112_000, tier: '1080p', audio: false },
        { per: 'second', usdMicros: 168_000, tier: '1080p', audio: true },
        { per: 'second', usdMicros: 420_000, tier: '4k' },
      ],
      quality: 'high',
      rank: { standard: 2, high: 3 },
      speed: 'medium',
      recommendedFor: 'People and things that move as they should, from a first picture to a last one, with sound on demand',
      notes: ['One shot a clip; cuts within it are not asked for.', 'It cannot be cancelled once it was sent.', FOLLOWS],
      options,
    }),
    remoteModel({
      id: 'kling-3.0-turbo',
      kind: 'clip',
      native: { ...COMMON, modes: ['text', 'image'], audio: 'always', sizes: [...sizesOf('720p'), ...sizesOf('1080p')] },
      prices: [
        { per: 'second', usdMicros: 112_000, tier: '720p' },
        { per: 'second', usdMicros: 140_000, tier: '1080p' },
      ],
      quality: 'standard',
      rank: { standard: 2 },
      speed: 'fast',
      recommendedFor: 'Clips with sound in less time',
      notes: ['Always makes sound.', 'Takes a first picture, no last one.', 'It cannot be cancelled once it was sent.', FOLLOWS],
      options,
    }),
    remoteModel({
      id: 'kling-2.5-turbo',
      kind: 'clip',
      native: { ...COMMON, seconds: [5, 10], sizes: [...sizesOf('720p', ['text', 'image']), ...sizesOf('1080p')] },
      prices: [
        { per: 'second', usdMicros: 42_000, tier: '720p' },
        { per: 'second', usdMicros: 70_000, tier: '1080p' },
      ],
      quality: 'standard',
      rank: { standard: 2 },
      speed: 'medium',
      recommendedFor: 'Believable motion at the lowest price of Kling’s models',
      notes: ['Makes no sound.', 'First and last picture together only at 1080p.', 'It cannot be cancelled once it was sent.', FOLLOWS],
      options,
    }),
  ],
  retired: [],
}
