import { z } from 'zod'
import { ASPECT_RATIOS, CAMERA_MOVES } from '../camera/index.ts'
import { CATEGORIES, LIGHTINGS, MOOD_RANGE, PLATFORMS } from '../strategy/index.ts'
import { PROMPT_LENGTH } from './clip.ts'

export const STRATEGY_COUNT = { maximum: 12, default: 3 } as const

/** A wish for ways to film one idea in one mood. */
export const strategyRequest = z
  .strictObject({
    prompt: z.string().trim().min(PROMPT_LENGTH.minimum).max(PROMPT_LENGTH.maximum),
    mood: z.number().min(MOOD_RANGE.minimum).max(MOOD_RANGE.maximum),
    platform: z.enum(PLATFORMS).optional(),
    count: z.int().min(1).max(STRATEGY_COUNT.maximum).optional(),
    seed: z.int().min(0).max(4_294_967_295).optional().meta({ description: 'The same seed gives the same strategies; 0 where left out' }),
  })
  .meta({ id: 'StrategyRequest' })
export type StrategyRequest = z.infer<typeof strategyRequest>

export const strategyItem = z
  .object({
    category: z.enum(CATEGORIES),
    camera: z.enum(CAMERA_MOVES),
    lighting: z.enum(LIGHTINGS),
    keywords: z.array(z.string()),
    prompt: z.string(),
    negativePrompt: z.string(),
    aspectRatio: z.enum(ASPECT_RATIOS),
    duration: z.number(),
    why: z.string(),
  })
  .meta({ id: 'Strategy' })
export const strategyList = z.object({ items: z.array(strategyItem) }).meta({ id: 'StrategyList' })
export type StrategyList = z.infer<typeof strategyList>
