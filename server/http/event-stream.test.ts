import { describe, expect, it } from 'vitest'
import type { Change } from 'shared/wire'
import { streamChanges } from './event-stream.ts'

const HELLO = { feedId: 'fed_1', oldestSeq: 1, seq: 4 }
const gone = (seq: number): Change => ({ op: 'delete', id: 'job_1', seq, at: '2026-11-21T00:00:00.000Z', entity: 'job', data: null })

async function* counted(total: number, taken: { count: number }) {
  for (let seq = 5; seq < 5 + total; seq += 1) {
    taken.count += 1
    yield gone(seq)
    yield 'heartbeat' as const
  }
}

describe('streamChanges', () => {
  it('greets, then gives each change its seq as id, and ends with the feed', async () => {
    const text = await new Response(streamChanges(HELLO, counted(2, { count: 0 }))).text()
    const events = text.split('\n\n').filter((event) => event !== '')
    expect(events[0]).toBe(`event: hello\ndata: ${JSON.stringify(HELLO)}`)
    expect(events[1]).toBe(`event: change\nid: 5\ndata: ${JSON.stringify(gone(5))}`)
    expect(events[2]).toBe(': heartbeat')
    expect(events[3]).toContain('id: 6')
    expect(events).toHaveLength(5)
  })

  it('takes no more changes than its reader reads', async () => {
    const taken = { count: 0 }
    const reader = streamChanges(HELLO, counted(1000, taken)).getReader()
    expect(taken.count).toBe(0)
    for (let read = 0; read < 4; read += 1) await reader.read()
    expect(taken.count).toBe(2)
    await reader.cancel()
    expect(taken.count).toBe(2)
  })
})
