import { z } from 'zod'
import { parseJson } from '../answer.ts'
import type { Operation } from './protocol.ts'

/** States of all nodes that have begun, after each step. */
const progressState = z.object({
  type: z.literal('progress_state'),
  data: z.object({
    prompt_id: z.string(),
    nodes: z.record(z.string(), z.object({ value: z.number(), max: z.number(), state: z.string() })),
  }),
})
/** Nodes whose results ComfyUI still has from an earlier run. */
const executionCached = z.object({
  type: z.literal('execution_cached'),
  data: z.object({ prompt_id: z.string(), nodes: z.array(z.string()) }),
})
const ending = z.object({
  type: z.enum(['execution_success', 'execution_error', 'execution_interrupted']),
  data: z.object({ prompt_id: z.string() }),
})
const message = z.discriminatedUnion('type', [progressState, executionCached, ending])

/**
 * Tells how far a run is, 0..1, from ComfyUI's websocket until the run ends, the connection does, or the signal aborts. Messages go only to
 * the client that a prompt was sent for, which is named like the prompt.
 */
export async function follow(baseUrl: string, operation: Operation, tell: (progress: number) => void, signal: AbortSignal): Promise<void> {
  if (signal.aborted || operation.nodes.length === 0) return
  const url = new URL(`${baseUrl}/ws`)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.searchParams.set('clientId', operation.promptId)
  const progress = createProgress(operation.nodes)
  await new Promise<void>((resolve) => {
    const socket = new WebSocket(url)
    // Pictures of what is being made come as binary frames; they are not looked at.
    socket.binaryType = 'arraybuffer'
    const hangUp = (): void => socket.close()
    signal.addEventListener('abort', hangUp, { once: true })
    socket.addEventListener('error', () => resolve())
    socket.addEventListener('close', () => {
      signal.removeEventListener('abort', hangUp)
      resolve()
    })
    socket.addEventListener('message', ({ data }: { readonly data: unknown }) => {
      const said = typeof data === 'string' ? message.safeParse(parseJson(data)).data : undefined
      if (said === undefined || said.data.prompt_id !== operation.promptId) return
      const part = progress(said)
      if (part === null) hangUp()
      else tell(part)
    })
  })
}

/** Counts the nodes that matter, each as far as it is. Null at the end of the run. */
function createProgress(nodes: readonly string[]): (said: z.infer<typeof message>) => number | null {
  const done = new Map<string, number>()
  const note = (id: string, part: number): void => {
    if (nodes.includes(id)) done.set(id, Math.max(done.get(id) ?? 0, Math.min(1, part)))
  }
  return (said) => {
    switch (said.type) {
      case 'progress_state':
        for (const [id, { value, max, state }] of Object.entries(said.data.nodes)) {
          note(id, state === 'finished' ? 1 : max > 0 ? value / max : 0)
        }
        break
      case 'execution_cached':
        for (const id of said.data.nodes) note(id, 1)
        break
      default:
        return null
    }
    return [...done.values()].reduce((sum, part) => sum + part, 0) / nodes.length
  }
}
