import { z } from 'zod'
import { MOOD_RANGE } from '../strategy/index.ts'
import { assetId } from './primitives.ts'

export const storyMusic = z
  .strictObject({
    asset: assetId.nullable().meta({ description: 'An own file; null: music is made' }),
    prompt: z.string().max(500).nullable(),
    mood: z.number().min(MOOD_RANGE.minimum).max(MOOD_RANGE.maximum).nullable(),
    provider: z.string().max(50).nullable(),
    /** Decibels against full loudness. */
    gain: z.number().min(-40).max(6),
  })
  .meta({ id: 'StoryMusic' })
export type StoryMusic = z.infer<typeof storyMusic>

export const storyVoice = z
  .strictObject({
    asset: assetId.nullable().meta({ description: 'An own recording; null: the narration of the segments is spoken' }),
    voice: z.string().max(100).nullable(),
    provider: z.string().max(50).nullable(),
    language: z.string().max(20).nullable(),
    speed: z.number().min(0.5).max(2),
    gain: z.number().min(-40).max(6),
  })
  .meta({ id: 'StoryVoice' })
export type StoryVoice = z.infer<typeof storyVoice>

export const soundtrack = z
  .strictObject({
    music: storyMusic.nullable(),
    voice: storyVoice.nullable(),
    ducking: z.boolean().meta({ description: 'Lowers the music while the voice speaks' }),
    /** Integrated loudness in LUFS; null leaves it as it is. */
    loudness: z.number().min(-30).max(-8).nullable(),
  })
  .meta({ id: 'Soundtrack' })
export type Soundtrack = z.infer<typeof soundtrack>
