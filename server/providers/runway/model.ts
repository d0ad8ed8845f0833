import { MICROS_PER_USD } from 'shared/money'
import type { NativeModel, NativePictures } from '../catalog.ts'

/** A credit is a cent (docs of the API, "Pricing"). */
export const MICROS_PER_CREDIT = MICROS_PER_USD / 100

/** A price of `count` credits, in micro-dollars. */
export function credits(count: number): number {
  return count * MICROS_PER_CREDIT
}

/** Pictures are uploaded; Runway takes them up to 16 MB. */
export function pictures(references: number): NativePictures {
  return { mimes: ['image/jpeg', 'image/png', 'image/webp'], maximumBytes: 16_000_000, references }
}

/** Of an ephemeral upload. */
export const MAXIMUM_VIDEO_BYTES = 200_000_000

/**
 * What is the same for all of its models. Runway keeps no keys and lists no tasks, so a lost answer cannot be looked up. Two at once are
 * what the lowest tier of accounts has; more only wait there. Links to results work for 24 to 48 hours.
 */
export const COMMON = {
  frameRate: null,
  audio: 'never',
  seed: false,
  negativePrompt: false,
  promptLength: 1000,
  promptNeeded: true,
  pictures: pictures(0),
  maximumVideoBytes: null,
  typicalSeconds: null,
  concurrency: 2,
  idempotency: 'none',
  resultSeconds: 86_400,
  cancel: 'unknown',
  deadlineSeconds: 600,
} as const satisfies Partial<NativeModel>
