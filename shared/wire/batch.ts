import { z } from 'zod'
import { type ClipRequest, clipRequest, QUALITIES } from './clip.ts'
import { clipJob } from './job.ts'
import { batchId, isoTime, usdMicrosSchema } from './primitives.ts'

/** Most jobs of one batch. */
export const MOST_IN_BATCH = 50

const spending = {
  useCostOptimization: z
    .boolean()
    .optional()
    .meta({ description: 'All but the hero are made as drafts, the hero one tier better than asked' }),
  heroIndex: z.int().min(0).optional().meta({ description: 'Which of them is the hero; the last where left out' }),
  maxCostUsdMicros: usdMicrosSchema.optional().meta({ description: 'The price of the whole batch that was shown' }),
}

const explicit = z.strictObject({
  requests: z
    .array(z.discriminatedUnion('kind', [clipRequest]))
    .min(1)
    .max(MOST_IN_BATCH),
  ...spending,
})

/** `shared` is a clip request without what the lists give; it is checked whole once the lists are laid out. */
const lists = z
  .strictObject({
    prompts: z
      .array(z.string())
      .max(MOST_IN_BATCH)
      .optional()
      .meta({ description: 'Each is made; with every picture where there are pictures' }),
    images: z.array(z.string()).max(MOST_IN_BATCH).optional().meta({ description: 'Asset ids' }),
    variants: z.int().min(1).max(MOST_IN_BATCH).optional().meta({ description: 'Takes of each, told apart by their seeds' }),
    shared: z.record(z.string(), z.unknown()).optional().meta({ description: 'What all of them have in common, as in a clip request' }),
    ...spending,
  })
  .refine(
    ({ prompts = [], images = [], variants, shared = {} }) =>
      prompts.length + images.length > 0 || (variants !== undefined && 'prompt' in shared),
    {
      path: ['prompts'],
      message: 'prompts, images or requests are needed',
    },
  )

/** Many jobs in one go: all are admitted or none. */
export const batchRequest = z.union([explicit, lists]).meta({ id: 'BatchRequest' })
export type BatchRequest = z.infer<typeof batchRequest>

/** How a batch stands; `jobs` in the order in which they were asked for. */
export const batch = z
  .object({
    id: batchId,
    createdAt: isoTime,
    jobs: z.array(clipJob),
    total: z.int(),
    completed: z.int(),
    failed: z.int(),
    cancelled: z.int(),
    estimatedUsdMicros: usdMicrosSchema,
  })
  .meta({ id: 'Batch' })
export type Batch = z.infer<typeof batch>

export const remakeRequest = z
  .strictObject({ quality: z.enum(QUALITIES), maxCostUsdMicros: usdMicrosSchema.optional() })
  .meta({ id: 'RemakeRequest' })
export type RemakeRequest = z.infer<typeof remakeRequest>

/** One request of a batch as the lists give it, not checked yet, with its place among the takes of the same idea. */
export interface Take {
  readonly request: unknown
  readonly variantIndex: number | null
}

/** The requests of a batch, in order: every prompt with every picture, and of each as many takes as asked. */
export function takesOf(asked: BatchRequest): readonly Take[] {
  if ('requests' in asked) return asked.requests.map((request) => ({ request, variantIndex: null }))
  const { prompts = [], images = [], variants, shared = {} } = asked
  const ideas = (prompts.length === 0 ? [{}] : prompts.map((prompt) => ({ prompt }))).flatMap((words) =>
    images.length === 0 ? [words] : images.map((image) => ({ ...words, image })),
  )
  return ideas.flatMap((idea) =>
    Array.from({ length: variants ?? 1 }, (_, index) => ({
      request: { kind: 'clip', ...shared, ...idea, ...seedOf(shared, index) },
      variantIndex: variants === undefined ? null : index,
    })),
  )
}

/** Takes of one idea differ by their seeds: those that follow the given one, or whatever chance gives. */
function seedOf(shared: Readonly<Record<string, unknown>>, index: number): { seed?: number } {
  const { seed } = shared
  return typeof seed === 'number' ? { seed: (seed + index) % 4_294_967_296 } : {}
}

/** A tier better than another; the best stays. */
export function betterThan(quality: ClipRequest['quality']): NonNullable<ClipRequest['quality']> {
  return QUALITIES[Math.min(QUALITIES.length - 1, QUALITIES.indexOf(quality ?? 'draft') + 1)] ?? 'master'
}
