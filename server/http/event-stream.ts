import type { Change, Hello } from 'shared/wire'

const HEARTBEAT = new TextEncoder().encode(': heartbeat\n\n')
/** Followers of one feed are handed the same change, so that it is written out once for all of them. */
const framesOfChanges = new WeakMap<Change, Uint8Array>()

/**
 * The feed as server-sent events (WHATWG HTML section 9.2): `hello`, then each change with its seq as id.
 * A next change is asked for only when the reader has taken the last one, so a slow reader holds one event in memory.
 */
export function streamChanges(hello: Hello, changes: AsyncIterable<Change | 'heartbeat'>): ReadableStream<Uint8Array> {
  const following = changes[Symbol.asyncIterator]()
  let greeted = false
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!greeted) {
          greeted = true
          return controller.enqueue(frame('hello', hello, null))
        }
        const { done, value } = await following.next()
        if (done === true) controller.close()
        else controller.enqueue(value === 'heartbeat' ? HEARTBEAT : frameOfChange(value))
      },
      async cancel() {
        await following.return?.()
      },
    },
    // Nothing is read ahead of the reader; a HEAD request, which reads nothing, subscribes to nothing.
    { highWaterMark: 0 },
  )
}

function frameOfChange(change: Change): Uint8Array {
  const known = framesOfChanges.get(change)
  if (known !== undefined) return known
  const made = frame('change', change, change.seq)
  framesOfChanges.set(change, made)
  return made
}

function frame(event: string, data: unknown, id: number | null): Uint8Array {
  const idLine = id === null ? '' : `id: ${id}\n`
  return new TextEncoder().encode(`event: ${event}\n${idLine}data: ${JSON.stringify(data)}\n\n`)
}
