import { EventSourceParserStream } from 'eventsource-parser/stream'
import { z } from 'zod'

const event = z.object({
  entity: z.string(),
  data: z.object({ id: z.string(), status: z.string(), stage: z.string().nullable(), progress: z.number() }).nullable(),
})

/** One change of a job as the stream told it. */
export interface JobMoment {
  readonly id: string
  readonly status: string
  readonly stage: string | null
  readonly progress: number
}

/** Follows the feed over Server-Sent Events and keeps what it says of jobs, in order, until `stop`. */
export async function followJobs(base: string, token: string): Promise<{ moments: readonly JobMoment[]; stop(): void }> {
  const abort = new AbortController()
  const response = await fetch(`${base}/api/events`, { headers: { authorization: `Bearer ${token}` }, signal: abort.signal })
  if (response.body === null) throw new Error('the stream has no body')
  const moments: JobMoment[] = []
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  void (async () => {
    for await (const message of events) {
      if (message.event !== 'change') continue
      const change = event.safeParse(JSON.parse(message.data))
      if (change.success && change.data.entity === 'job' && change.data.data !== null) moments.push(change.data.data)
    }
  })().catch((error: unknown) => {
    if (!abort.signal.aborted) throw error
  })
  return { moments, stop: () => abort.abort() }
}
