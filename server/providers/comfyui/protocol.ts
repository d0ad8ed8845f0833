import { createHash } from 'node:crypto'
import { z } from 'zod'
import { INPUT_ROLES } from '../port.ts'
import { ownGraph } from './own-graph.ts'

/** A file in one of ComfyUI's directories, as it names results and uploads. */
export const storedFile = z.object({ filename: z.string(), subfolder: z.string().default(''), type: z.string().default('output') })
export type StoredFile = z.infer<typeof storedFile>

/** What `prepare` answers: the pictures' names there, and an own graph as it was then. */
export const prepared = z.object({
  images: z.partialRecord(z.enum(INPUT_ROLES), z.string()),
  own: ownGraph.nullable(),
})

const modelFile = z.object({ name: z.string(), folder: z.string() })
export type ModelFile = z.infer<typeof modelFile>
export type ModelFiles = Readonly<Record<string, ModelFile>>

/** What `jobs` keeps of a run. */
export const operation = z.object({
  promptId: z.string(),
  /** What it loads, by node: to say which file is missing. */
  models: z.record(z.string(), modelFile),
  /** The nodes that progress is counted by. */
  nodes: z.array(z.string()),
  file: storedFile.nullable(),
})
export type Operation = z.infer<typeof operation>

export const uploadAnswer = z.object({ name: z.string().min(1), subfolder: z.string().default('') })

export const promptAnswer = z.object({ prompt_id: z.string().min(1) })

const nodeFault = z.object({ type: z.string(), extra_info: z.object({ input_name: z.string().optional() }).optional() })
/** Why a graph was not taken: of the whole, and by the node that is at fault. */
export const promptRefusal = z.object({
  error: z.object({ type: z.string(), details: z.string().default('') }),
  node_errors: z.record(z.string(), z.object({ errors: z.array(nodeFault) })).default({}),
})
export type PromptRefusal = z.infer<typeof promptRefusal>

/** Items are `[number, prompt id, graph, …]`. */
const queueItem = z.tuple([z.number(), z.string()], z.unknown())
export const queueAnswer = z.object({ queue_running: z.array(queueItem), queue_pending: z.array(queueItem) })

const errorMessage = z.object({
  node_id: z.string().optional(),
  exception_type: z.string().default(''),
  exception_message: z.string().default(''),
})
export type ExecutionError = z.infer<typeof errorMessage>

export const historyRecord = z.object({
  outputs: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  status: z.object({ status_str: z.string(), messages: z.array(z.tuple([z.string()], z.unknown())).default([]) }).nullish(),
})
export type HistoryRecord = z.infer<typeof historyRecord>
/** Empty while the run is not over. */
export const historyAnswer = z.record(z.string(), historyRecord)

/** What a run that ended badly ended with; null where that is not told. */
export function errorOf({ status }: HistoryRecord): ExecutionError | null {
  const message = status?.messages.find(([event]) => event === 'execution_error')?.[1]
  return errorMessage.safeParse(message).data ?? null
}

export function wasInterrupted({ status }: HistoryRecord): boolean {
  return status?.messages.some(([event]) => event === 'execution_interrupted') ?? false
}

const VIDEO_NAME = /\.(?:mp4|webm|mov|mkv)$/i

/** The first video among the outputs. ComfyUI lists it under `images`, other nodes under names of their own. */
export function videoOf({ outputs }: HistoryRecord): StoredFile | null {
  const files = Object.values(outputs)
    .flatMap((output) => Object.values(output))
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .flatMap((item) => storedFile.safeParse(item).data ?? [])
    .filter(({ filename }) => VIDEO_NAME.test(filename))
  return files.find(({ type }) => type === 'output') ?? files[0] ?? null
}

/** A key as a prompt id: a UUID of version 8 (RFC 9562) from its SHA-256, in the only spelling that ComfyUI takes. */
export function promptIdOf(key: string): string {
  const bytes = createHash('sha256').update(`comfyui:${key}`).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
