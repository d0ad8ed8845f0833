import { OVERLAYS, TEMPLATES } from 'shared/strategy'
import { z } from 'zod'

/** What the embedded engine takes as `providerOptions`. */
export const engineOptions = z.strictObject({
  template: z
    .enum(TEMPLATES)
    .optional()
    .meta({ description: 'How words are laid out; chosen from the prompt and the style where left out' }),
  overlay: z.enum(OVERLAYS).optional().meta({ description: 'What flies over the clip, clear of its words; nothing where left out' }),
  parallax: z
    .enum(['auto', 'off'])
    .optional()
    .meta({ description: 'auto moves the subject apart from what is behind it where it can be cut out well' }),
  lightingStrength: z.number().min(0).max(1).optional().meta({ description: 'Follows motionIntensity where left out' }),
  bars: z.boolean().optional().meta({ description: 'Wide-screen bars of the cinematic style' }),
})
export type EngineOptions = z.infer<typeof engineOptions>
