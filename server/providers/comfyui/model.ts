import { z } from 'zod'
import type { NativeModel, NativeSize } from '../catalog.ts'

/** Own hardware has one graphics card as a rule, and ComfyUI works through its queue one by one. */
const native = {
  audio: 'never',
  seed: true,
  negativePrompt: true,
  promptLength: 2000,
  promptNeeded: true,
  pictures: { mimes: ['image/png', 'image/jpeg', 'image/webp'], maximumBytes: 50_000_000, references: 0 },
  maximumVideoBytes: null,
  typicalSeconds: null,
  concurrency: 1,
  idempotency: 'key',
  resultSeconds: null,
  cancel: 'free',
  deadlineSeconds: 3600,
} as const satisfies Partial<NativeModel>

/** What all models of a ComfyUI have in common. It runs on hardware of one's own, so a run costs nothing here. */
export const comfyuiModel = {
  prices: [{ per: 'run', usdMicros: 0 }],
  options: z.strictObject({}),
  native,
} as const

/** Sizes of one price, as `width`x`height`. */
export function sizes(tier: string, ...frames: readonly (readonly [width: number, height: number])[]): readonly NativeSize[] {
  return frames.map(([width, height]) => ({ name: `${width}x${height}`, tier, width, height }))
}
