import { type Answer, ask } from '../answer.ts'
import { historyAnswer, type HistoryRecord, queueAnswer } from './protocol.ts'

/** What ComfyUI knows of a prompt id. */
export type Standing =
  | { readonly kind: 'pending' }
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; readonly record: HistoryRecord }
  /** In neither its queue nor its history: never taken, taken out of the queue, or lost in a restart. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'trouble'; readonly answer: Answer }

/**
 * Looks a run up in the queue, then in the history. In this order nothing is missed: a run enters the history in the moment in which it
 * leaves the queue. Both routes exist in every build, unlike `/api/jobs`.
 */
export async function look(call: typeof fetch, baseUrl: string, promptId: string, signal: AbortSignal): Promise<Standing> {
  const queue = await ask(call, `${baseUrl}/queue`, { signal })
  const queued = queue.kind === 'answered' && queue.status === 200 ? queueAnswer.safeParse(queue.json) : null
  if (queued?.success !== true) return { kind: 'trouble', answer: queue }
  const isOurs = ([, id]: readonly [unknown, string, ...unknown[]]): boolean => id === promptId
  if (queued.data.queue_running.some(isOurs)) return { kind: 'running' }
  if (queued.data.queue_pending.some(isOurs)) return { kind: 'pending' }
  const history = await ask(call, `${baseUrl}/history/${encodeURIComponent(promptId)}`, { signal })
  const known = history.kind === 'answered' && history.status === 200 ? historyAnswer.safeParse(history.json) : null
  if (known?.success !== true) return { kind: 'trouble', answer: history }
  const record = known.data[promptId]
  return record === undefined ? { kind: 'absent' } : { kind: 'ended', record }
}
