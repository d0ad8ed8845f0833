import { z } from 'zod'
import { rectangle } from 'shared/wire'
import { REFUSALS } from './judge-mask.ts'

/** What was found in a picture. */
export interface Subject {
  /** What the subject fills, as shares of the picture; null where there is no subject to speak of. */
  readonly box: z.infer<typeof rectangle> | null
  /** Grey PNG of 8 bits as base64, at most 320 pixels each way, stretched over the whole picture. */
  readonly mask: string
  /** 0..1 */
  readonly quality: number
  /** Whether the mask is good enough to move the subject apart from what is behind it, and why not. */
  readonly accepted: boolean
  readonly refusal: (typeof REFUSALS)[number] | null
}

/** One task of the child: find the subject of a picture, or the depth of everything in it. */
export const subjectTask = z.object({
  kind: z.enum(['subject', 'depth']),
  /** The picture, as ingest has written it. */
  picture: z.string(),
  /** The ONNX file. */
  model: z.string(),
  /** Its sha256, where it must be a certain one. */
  sha256: z.string().nullable(),
})
export type SubjectTask = z.infer<typeof subjectTask>

/** What the child tells when it has found it. */
export const subjectEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('subject'),
    box: rectangle.nullable(),
    mask: z.base64(),
    quality: z.number(),
    accepted: z.boolean(),
    refusal: z.enum(REFUSALS).nullable(),
  }),
  z.object({ kind: z.literal('depth'), depth: z.base64() }),
])
export type SubjectEvent = z.infer<typeof subjectEvent>
