import { z } from 'zod'

export const comfyuiGraphName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be up to 40 small letters, digits and hyphens')

/** A node of a workflow as ComfyUI's "Export (API)" writes it. */
const node = z
  .object({
    class_type: z.string(),
    inputs: z.record(z.string(), z.unknown()).meta({ description: 'JSON values, or `[node id, output]`' }),
  })
  .meta({ id: 'ComfyuiNode' })

/** A graph of a person's own: an exported workflow with slots such as `{{prompt}}` written into it, and what it makes. */
export const comfyuiGraph = z
  .strictObject({
    graph: z.record(z.string(), node).meta({
      description:
        'ComfyUI\'s "Export (API)", with {{prompt}}, {{negative_prompt}}, {{image}}, {{last_image}}, {{width}}, {{height}}, {{frames}}, ' +
        '{{frame_rate}}, {{seconds}} and {{seed}} where those go',
    }),
    sizes: z
      .array(z.strictObject({ width: z.int().min(64).max(4096), height: z.int().min(64).max(4096) }))
      .min(1)
      .max(16)
      .meta({ description: 'Frames it can make, in pixels; one alone where the graph has no slots for width and height' }),
    frameRate: z.number().min(1).max(120),
    frameStep: z
      .int()
      .min(1)
      .max(64)
      .default(1)
      .meta({ description: 'Clips have a multiple of it and one more frames: 4 for Wan, 8 for LTX' }),
    seconds: z.strictObject({ minimum: z.number().min(0.5).max(60), maximum: z.number().min(0.5).max(60) }),
    deadlineSeconds: z.int().min(60).max(86_400).default(3600),
  })
  .meta({ id: 'ComfyuiGraph' })
export type ComfyuiGraph = z.infer<typeof comfyuiGraph>

export const comfyuiGraphList = z
  .object({ items: z.array(z.object({ name: comfyuiGraphName, model: z.string(), graph: comfyuiGraph })) })
  .meta({ id: 'ComfyuiGraphList' })
export type ComfyuiGraphList = z.infer<typeof comfyuiGraphList>
