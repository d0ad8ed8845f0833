import { timedWord } from 'shared/wire'
import { z } from 'zod'

/** One task of the child: make a piece of music, or speak a text, into a WAV file. */
export const audioTask = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('music'),
    wish: z.object({ prompt: z.string().nullable(), mood: z.number().nullable(), seconds: z.number(), seed: z.int() }),
    font: z.object({ path: z.string(), sha256: z.string() }),
    output: z.string(),
  }),
  z.object({
    kind: z.literal('speech'),
    text: z.string(),
    voice: z.string(),
    speed: z.number(),
    output: z.string(),
  }),
])
export type AudioTask = z.infer<typeof audioTask>

/** What the child tells: how much is done, from 0 to 1, and at the end of a speech what was spoken when. */
export const audioEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), done: z.number() }),
  z.object({ kind: z.literal('spoken'), words: z.array(timedWord), seconds: z.number() }),
])
export type AudioEvent = z.infer<typeof audioEvent>
