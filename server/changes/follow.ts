import type { Change } from 'shared/wire'
import type { Channel } from './channel.ts'

export interface Following {
  readonly after: number
  readonly jobId: string | undefined
  readonly heartbeatMs: number
  readonly signal: AbortSignal
}

/**
 * The changes after a place of the feed as they come, with a heartbeat whenever nothing was delivered for `heartbeatMs`. Ends with the
 * signal.
 */
export async function* follow(channel: Channel, following: Following): AsyncGenerator<Change | 'heartbeat', void> {
  const { after, jobId, heartbeatMs, signal } = following
  let cursor = after
  let lastDelivery = performance.now()
  while (!signal.aborted) {
    const batch = await channel.next(cursor)
    for (const change of batch.changes) {
      if (signal.aborted) return
      if (jobId !== undefined && !belongsTo(jobId, change)) continue
      yield change
      lastDelivery = performance.now()
    }
    cursor = batch.nextAfter
    if (!batch.more) await channel.sleep(batch.wakes, lastDelivery + heartbeatMs - performance.now(), signal)
    if (!signal.aborted && performance.now() - lastDelivery >= heartbeatMs) {
      yield 'heartbeat'
      lastDelivery = performance.now()
    }
  }
}

/** A job's own changes and those of the assets that it made. */
function belongsTo(jobId: string, change: Change): boolean {
  if (change.entity === 'job') return change.id === jobId
  return change.entity === 'asset' && change.op === 'put' && change.data.sourceJobId === jobId
}
