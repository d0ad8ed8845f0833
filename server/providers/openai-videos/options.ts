import { z } from 'zod'

/** What vLLM-Omni and SGLang take besides OpenAI's own fields, and how to do without. */
export const openaiVideosOptions = z.strictObject({
  model: z.string().min(1).max(200).optional().meta({ description: 'Which model to ask for, where the server has several' }),
  steps: z.int().min(1).max(200).optional().meta({ description: 'Denoising steps; the server decides where left out' }),
  guidanceScale: z.number().min(0).max(30).optional().meta({ description: 'How closely the prompt is followed' }),
  flowShift: z.number().min(0).max(30).optional().meta({ description: 'Shift of the flow-matching schedule; vLLM-Omni only' }),
  standardFieldsOnly: z
    .boolean()
    .optional()
    .meta({ description: "For gateways that refuse what OpenAI's API did not have: seed, negative prompt and frame rate are left out" }),
})
