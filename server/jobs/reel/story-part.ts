import { z } from 'zod'
import type { JsonText } from '../../db/index.ts'
import { PIECE_ROLES } from './flow.ts'

const storyPart = z.object({
  role: z.enum(PIECE_ROLES),
  /** Promises in its request, see `promise`. */
  needs: z.array(z.string()),
  /** Of a predicted frame: the asset that has the colours of the chain's beginning; null until there is one. */
  anchored: z.string().nullable(),
  /** Of a clip: what its take is judged by, see `NewTake` of the storyboards. */
  basis: z
    .object({
      /** Hash of what the segment was asked for. */
      inputs: z.string(),
      /** The same without the frames that were chosen by hand, which a person may change before the clip is begun. */
      words: z.string(),
      continuous: z.boolean(),
      follows: z.string().nullable(),
      /** What the clip says, where it is made of words. */
      titleText: z.string().optional(),
    })
    .nullable(),
})
/** What a job is to the story that it is made for. */
export type StoryPart = z.infer<typeof storyPart>

/** Reads the column; null for a job that belongs to no story. */
export function readStoryPart(text: JsonText | null): StoryPart | null {
  return text === null ? null : storyPart.parse(JSON.parse(text))
}

export function writeStoryPart(part: StoryPart | null): JsonText | null {
  return part === null ? null : JSON.stringify(part)
}
