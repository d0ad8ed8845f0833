import { z } from 'zod'
import { PROMPT_LENGTH } from './clip.ts'
import { SEGMENT_DURATION } from './storyboard.ts'

/** A prompt of one clip or segment, and what is to become of it. */
export const promptRequest = z
  .strictObject({
    prompt: z.string().trim().min(3).max(2000),
    wish: z.string().trim().min(1).max(500).optional().meta({ description: 'What shall be otherwise; only clearer words where left out' }),
    style: z.string().trim().max(500).optional().meta({ description: 'How the whole film looks' }),
    duration: z.number().min(SEGMENT_DURATION.minimum).max(SEGMENT_DURATION.maximum).optional(),
    cast: z.array(z.string().trim().min(1).max(60)).max(12).optional().meta({ description: 'Names that stay as they are written' }),
  })
  .meta({ id: 'PromptRequest' })
export type PromptRequest = z.infer<typeof promptRequest>

export const promptAnswer = z
  .object({
    prompt: z.string().max(PROMPT_LENGTH.maximum),
    by: z.enum(['language_model', 'rules']),
    model: z.string().nullable().meta({ description: 'The language model that wrote it' }),
    note: z.string().nullable().meta({ description: 'Why rules wrote it although a language model is named' }),
  })
  .meta({ id: 'PromptAnswer' })
export type PromptAnswer = z.infer<typeof promptAnswer>
