import { z } from 'zod'

const json = z.json()
type Json = z.infer<typeof json>

/** Nodes by id, whose inputs are values or `[node id, output]`. */
export const graph = z.record(z.string(), z.object({ class_type: z.string(), inputs: z.record(z.string(), json) }))
export type Graph = z.infer<typeof graph>

/** What can be written into a graph: `"{{width}}"` alone becomes the number, within a longer text it becomes its digits. */
export const SLOTS = [
  'prompt',
  'negative_prompt',
  'image',
  'last_image',
  'width',
  'height',
  'frames',
  'frame_rate',
  'seconds',
  'seed',
] as const
export type Slot = (typeof SLOTS)[number]
export type SlotValues = Partial<Readonly<Record<Slot, string | number>>>

const ANY_SLOT = /\{\{\s*(\w+)\s*\}\}/g
const WHOLE_SLOT = /^\{\{\s*(\w+)\s*\}\}$/

/** Nodes that work step by step and take nearly all of the time; ComfyUI tells how far each is. */
const SAMPLERS: ReadonlySet<string> = new Set(['KSampler', 'KSamplerAdvanced', 'SamplerCustom', 'SamplerCustomAdvanced'])
/** Nodes that write a video file, of ComfyUI itself and of VideoHelperSuite. */
const VIDEO_WRITERS: ReadonlySet<string> = new Set(['SaveVideo', 'SaveWEBM', 'VHS_VideoCombine'])

/** Names of all slots in a graph, known ones or not. */
export function slotsOf(template: Graph): ReadonlySet<string> {
  return new Set([...JSON.stringify(template).matchAll(ANY_SLOT)].map(([, name = '']) => name))
}

export function isSlot(name: string): name is Slot {
  return SLOTS.some((slot) => slot === name)
}

/** A graph with its slots filled. Text that is filled in is never searched for slots itself. Throws for a slot without a value. */
export function fillGraph(template: Graph, values: SlotValues): Graph {
  const nodes = Object.entries(template).map(([id, node]) => {
    const inputs = Object.entries(node.inputs).map(([name, value]) => [name, fill(value, values)] as const)
    return [id, { ...node, inputs: Object.fromEntries(inputs) }] as const
  })
  return Object.fromEntries(nodes)
}

function fill(value: Json, values: SlotValues): Json {
  if (Array.isArray(value)) return value.map((each) => fill(each, values))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, values)]))
  }
  if (typeof value !== 'string') return value
  const whole = WHOLE_SLOT.exec(value)?.[1]
  return whole === undefined ? value.replace(ANY_SLOT, (_, name: string) => String(valueOf(name, values))) : valueOf(whole, values)
}

function valueOf(name: string, values: SlotValues): string | number {
  const value = isSlot(name) ? values[name] : undefined
  if (value === undefined) throw new Error(`there is nothing for the slot ${name}`)
  return value
}

/** Ids of the nodes that progress is counted by: its samplers, or all nodes of a graph that has none of those. */
export function progressNodes(nodes: Graph): readonly string[] {
  const samplers = nodeIds(nodes, SAMPLERS)
  return samplers.length === 0 ? Object.keys(nodes) : samplers
}

/** Ids of the nodes that write a video. */
export function videoWriters(nodes: Graph): readonly string[] {
  return nodeIds(nodes, VIDEO_WRITERS)
}

function nodeIds(nodes: Graph, classes: ReadonlySet<string>): readonly string[] {
  return Object.entries(nodes).flatMap(([id, node]) => (classes.has(node.class_type) ? [id] : []))
}
