import type { CatalogProvider, NativeSize, RetiredModel } from '../catalog.ts'
import { remoteModel } from '../remote-model.ts'
import { openaiVideosOptions } from './options.ts'

const SIZES: readonly NativeSize[] = (
  [
    ['480p', 832, 480],
    ['480p', 480, 832],
    ['720p', 1280, 720],
    ['720p', 720, 1280],
    ['720p', 1024, 1024],
    ['1080p', 1920, 1080],
    ['1080p', 1080, 1920],
  ] as const
).map(([tier, width, height]) => ({ name: `${width}x${height}`, tier, width, height }))

const SORA: readonly RetiredModel[] = ['sora', 'sora-2', 'sora-2-pro'].map((id) => ({
  id,
  retiredOn: '2026-09-24',
  successor: 'runway/gen4.5',
  why: 'OpenAI has shut down its Sora models and its Videos API.',
}))

/** Servers that speak what was OpenAI's Videos API: vLLM-Omni, SGLang Diffusion, and gateways to them. */
export const OPENAI_VIDEOS: CatalogProvider = {
  id: 'openai-videos',
  name: 'OpenAI-compatible video server',
  workshop: 'remote',
  configure: 'OPENAI_VIDEO_BASE_URL',
  pricesOf: null,
  models: [
    remoteModel({
      id: 'default',
      kind: 'clip',
      native: {
        modes: ['text', 'image'],
        seconds: { minimum: 1, maximum: 20, step: 1 },
        sizes: SIZES,
        frameRate: [24, 25, 30],
        audio: 'never',
        seed: true,
        negativePrompt: true,
        promptLength: 4000,
        promptNeeded: true,
        pictures: { mimes: ['image/jpeg', 'image/png', 'image/webp'], maximumBytes: 20_000_000, references: 0 },
        maximumVideoBytes: null,
        typicalSeconds: null,
        concurrency: 2,
        idempotency: 'none',
        resultSeconds: null,
        cancel: 'unknown',
        deadlineSeconds: 1800,
      },
      prices: [{ per: 'run', usdMicros: 0 }],
      quality: 'standard',
      rank: {},
      speed: 'slow',
      recommendedFor: 'Open models such as Wan on a graphics card of your own, without a price per clip',
      notes: [
        'Runs on your own server; what it costs is your electricity.',
        'Which model works, and what it is good at, depends on what the server was started with.',
        'vLLM-Omni breaks a clip off when it is cancelled; SGLang finishes it and throws it away.',
      ],
      options: openaiVideosOptions,
    }),
  ],
  retired: SORA,
}
