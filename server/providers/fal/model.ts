import { MICROS_PER_USD } from 'shared/money'
import type { ClipModel, ImageModel, NativeModel, NativeSize, StemsModel } from '../catalog.ts'
import type { Generation, GenerationOf, InputRole, Mode } from '../port.ts'

/** How an endpoint is told the length: "5", "5s", 5, a number for each stretch between two keyframes, or not at all as it knows but one or none. */
export type DurationFormat = 'digits' | 'digits_and_unit' | 'number' | 'transitions' | 'fixed'

/** One address of fal's queue and how it wants to be asked. What only some endpoints take is sent to no other. */
export interface Endpoint {
  /** The path that requests are posted to. */
  readonly id: string
  readonly duration: DurationFormat
  readonly sends: readonly ('resolution' | 'aspect_ratio' | 'generate_audio' | 'fps' | 'image_size')[]
  /** What it is always told. */
  readonly constants?: Readonly<Record<string, string | number | readonly string[]>>
  /** The field of each file that it is given. Roles with the same field make one list, in the order of the files. */
  readonly files: Partial<Readonly<Record<InputRole, string>>>
  /** Fields that are lists even of one. */
  readonly lists?: readonly string[]
}

/** What models at fal make. */
export const FAL_KINDS = ['clip', 'image', 'stems'] as const satisfies readonly Generation['kind'][]
export type FalGeneration = GenerationOf<(typeof FAL_KINDS)[number]>

/** A mode, or that a sound is taken apart. */
export type Way = Mode | 'sound'

export function wayOf(generation: FalGeneration): Way {
  return generation.kind === 'stems' ? 'sound' : generation.mode
}

/** A model of the catalog with its endpoint for each of its ways of working. */
export interface FalModel {
  readonly model: ClipModel | ImageModel | StemsModel
  readonly endpoints: Partial<Readonly<Record<Way, Endpoint>>>
}

/**
 * What is the same for all models at fal. Its queue knows no keys and lists no requests. New accounts have two requests at once. Results
 * stay for the day that is asked for with each request. A request that waits is taken back free of charge; one that runs is only asked
 * to stop.
 */
export const COMMON = {
  frameRate: null,
  audio: 'never',
  seed: false,
  negativePrompt: false,
  promptLength: 1000,
  promptNeeded: true,
  pictures: { mimes: ['image/jpeg', 'image/png'], maximumBytes: 10_000_000, references: 0 },
  maximumVideoBytes: null,
  typicalSeconds: null,
  concurrency: 2,
  idempotency: 'none',
  resultSeconds: 86_400,
  cancel: 'unknown',
  deadlineSeconds: 600,
} as const satisfies Partial<NativeModel>

/** Dollars, with as many decimals as a price list has, in micro-dollars. */
export function usd(dollars: number): number {
  return Math.round(dollars * MICROS_PER_USD)
}

/** Sizes that are asked for as a resolution and a shape; the name holds both, the resolution is the tier. Sides are even. */
export function sizesOf(resolution: string, shortSide: number, shapes: readonly string[], modes?: readonly Mode[]): readonly NativeSize[] {
  return shapes.map((shape) => {
    const [wide = Number.NaN, high = Number.NaN] = shape.split(':').map(Number)
    const unit = shortSide / Math.min(wide, high)
    const size = { name: `${resolution} ${shape}`, tier: resolution, width: even(wide * unit), height: even(high * unit) }
    return modes === undefined ? size : { ...size, modes }
  })
}

function even(pixels: number): number {
  return 2 * Math.round(pixels / 2)
}
