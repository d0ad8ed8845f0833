import { z } from 'zod'

/** `providerOptions` of models that take none. */
export const noOptions = z.strictObject({})

/** `providerOptions` of Kling's models. */
export const klingOptions = z.strictObject({
  cfg_scale: z.number().min(0).max(1).optional().meta({ description: 'How closely the words are followed; 0.5 unless given' }),
})

/** `providerOptions` of Veo. */
export const veoOptions = z.strictObject({
  auto_fix: z.boolean().optional().meta({ description: 'Whether Veo may rewrite a prompt that it would refuse' }),
  safety_tolerance: z.enum(['1', '2', '3', '4', '5', '6']).optional().meta({ description: '1 is the strictest' }),
})

/** `providerOptions` of Seedance. */
export const seedanceOptions = z.strictObject({
  camera_fixed: z.boolean().optional().meta({ description: 'Whether the camera stands still' }),
})

/** `providerOptions` of Hailuo. */
export const hailuoOptions = z.strictObject({
  prompt_optimizer: z.boolean().optional().meta({ description: 'Whether the model rewrites the prompt; it does unless told' }),
})

/** `providerOptions` of Luma's models. */
export const lumaOptions = z.strictObject({
  loop: z.boolean().optional().meta({ description: 'Whether the end leads back into the beginning' }),
})

/** `providerOptions` of Wan. */
export const wanOptions = z.strictObject({
  enable_prompt_expansion: z
    .boolean()
    .optional()
    .meta({ description: 'Whether a language model rewrites the prompt; it does not unless told' }),
})
