import { z } from 'zod'

/** `providerOptions` of models that take none. */
export const noOptions = z.strictObject({})

/** `providerOptions` of Runway's own models. */
export const moderationOptions = z.strictObject({
  publicFigureThreshold: z.enum(['auto', 'low']).optional().meta({ description: 'low is less strict about people who are publicly known' }),
})

/** `providerOptions` of h3_max. */
export const expansionOptions = z.strictObject({
  promptExpansionMode: z
    .enum(['disabled', 'balanced', 'quality'])
    .optional()
    .meta({ description: 'How the model rewrites the prompt; disabled where a seed is given, as only then it repeats' }),
})
