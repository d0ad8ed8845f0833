import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Change, Settings } from 'shared/wire'
import { type Changes, createChanges } from '../../server/changes/index.ts'
import { newId, type Db } from '../../server/db/index.ts'
import { DATABASES, type OpenedDatabase } from './databases.ts'

const DAY = 86_400_000
const SETTINGS: Settings = {
  limits: { jobsAtOnce: 3, jobsPerDay: null, requestsPerMinute: null, videoSeconds: null },
  pricing: { markup: 1, fixed: [], failed: 'cost' },
  retentionDays: 30,
}

describe.each(DATABASES)('the feed on $name', ({ open }) => {
  let opened: OpenedDatabase
  let db: Db
  let changes: Changes
  let now = Date.UTC(2026, 10, 21)
  let hidden = ''

  beforeAll(async () => {
    opened = await open()
    db = opened.database.db
    changes = createChanges({ db, clock: () => now })
    changes.present('settings', async (_userId, ids) => {
      return new Map(ids.filter((id) => id !== hidden).map((id) => [id, SETTINGS]))
    })
  })
  afterAll(() => opened.close())

  async function user(): Promise<string> {
    const id = newId('usr')
    await db.insertInto('users').values({ id, name: 'A', role: 'member', monthly_usd_micros: null, created_at: now }).execute()
    return id
  }

  const say = (userId: string, id: string, op: 'put' | 'delete' = 'put') =>
    changes.transaction(userId, (_tx, record) => record({ entity: 'settings', id, op }))

  async function take(userId: string, after: number | null, count: number): Promise<Change[]> {
    const stop = new AbortController()
    const taken: Change[] = []
    for await (const change of changes.subscribe(userId, { after, signal: stop.signal })) {
      if (change !== 'heartbeat') taken.push(change)
      if (taken.length === count) stop.abort()
    }
    return taken
  }

  it('keeps one row of each thing, its latest, in the order of seqs', async () => {
    const owner = await user()
    for (const id of ['a', 'b', 'a', 'c', 'b']) await say(owner, id)
    await say(owner, 'c', 'delete')
    const page = await changes.page(owner, 0, 10)
    expect(page.items.map(({ id, op }) => `${op} ${id}`)).toEqual(['put a', 'put b', 'delete c'])
    expect(page.items.map(({ seq }) => seq)).toEqual(page.items.map(({ seq }) => seq).sort((a, b) => a - b))
    expect(page.nextAfter).toBe(page.items.at(-1)?.seq)
    expect(page.more).toBe(false)
    expect((await changes.hello(owner)).seq).toBeGreaterThanOrEqual(page.nextAfter)
  })

  it('pages without gap or overlap, shows one user nothing of another, and delivers what is gone as deleted', async () => {
    const [owner, other] = [await user(), await user()]
    for (let index = 0; index < 25; index += 1) await say(index % 5 === 4 ? other : owner, `id${index}`)
    const seen: string[] = []
    for (let after = 0, more = true; more;) {
      const page = await changes.page(owner, after, 7)
      seen.push(...page.items.map(({ id }) => id))
      ;[after, more] = [page.nextAfter, page.more]
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `id${index}`).filter((_, index) => index % 5 !== 4))
    hidden = 'id0'
    const [first] = (await changes.page(owner, 0, 1)).items
    hidden = ''
    expect(first).toMatchObject({ id: 'id0', op: 'delete', data: null })
  })

  it('writes nothing when the work throws, and one change for a thing that changes twice', async () => {
    const owner = await user()
    const before = (await changes.hello(owner)).seq
    const failing = changes.transaction(owner, async (_tx, record) => {
      await record({ entity: 'settings', id: 'x', op: 'put' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect((await changes.hello(owner)).seq).toBe(before)
    await changes.transaction(owner, async (_tx, record) => {
      await record({ entity: 'settings', id: 'x', op: 'put' })
      await record({ entity: 'settings', id: 'y', op: 'put' })
      await record({ entity: 'settings', id: 'x', op: 'delete' })
    })
    const page = await changes.page(owner, before, 10)
    expect(page.items.map(({ id, op, seq }) => [id, op, seq])).toEqual([
      ['y', 'put', before + 1],
      ['x', 'delete', before + 2],
    ])
  })

  it('orders seqs as commits, so that a follower misses nothing of many writers', async () => {
    const owner = await user()
    const { seq } = await changes.hello(owner)
    const following = take(owner, seq, 60)
    await Promise.all(Array.from({ length: 60 }, (_, index) => say(owner, `w${index}`)))
    const seqs = (await following).map((change) => change.seq)
    expect(seqs).toEqual(Array.from({ length: 60 }, (_, index) => seq + 1 + index))
  })

  it('brings a follower who comes back at any point of 500 changes to the same state', async () => {
    const owner = await user()
    const { seq: start } = await changes.hello(owner)
    const history: { seq: number; id: string; op: 'put' | 'delete' }[] = []
    for (let index = 0; index < 500; index += 1) {
      const note = { id: `thing${(index * 7) % 40}`, op: index % 11 === 10 ? 'delete' : 'put' } as const
      await say(owner, note.id, note.op)
      history.push({ ...note, seq: start + index + 1 })
    }
    const final = new Map(history.map(({ id, op }) => [id, op]))
    const latest = new Map(history.map(({ id, seq }) => [id, seq]))
    for (let index = 0; index < 500; index += 1) {
      const known = new Map(history.slice(0, index).map(({ id, op }) => [id, op]))
      const after = start + index
      const expected = [...latest.values()].filter((seq) => seq > after).sort((a, b) => a - b)
      const replayed = await take(owner, after, expected.length)
      expect(replayed.map(({ seq }) => seq)).toEqual(expected)
      for (const { id, op } of replayed) known.set(id, op)
      expect(known).toEqual(final)
    }
  })

  it('reads once for a thousand followers, and hands all of them the same object', async () => {
    const owner = await user()
    const beating = createChanges({ db, clock: () => now, heartbeatMs: 200 })
    let presented = 0
    beating.present('settings', async (_userId, ids) => {
      presented += 1
      return new Map(ids.map((id) => [id, SETTINGS]))
    })
    const { seq } = await beating.hello(owner)
    const stop = new AbortController()
    const options = { after: seq, signal: stop.signal }
    const streams = Array.from({ length: 1000 }, () => beating.subscribe(owner, options)[Symbol.asyncIterator]())
    // Whoever beats has read all there was.
    await Promise.all(streams.map((stream) => stream.next()))
    const following = streams.map(async (stream) => {
      for (let item = await stream.next(); ; item = await stream.next()) if (item.value !== 'heartbeat') return item.value
    })
    await beating.transaction(owner, (_tx, record) => record({ entity: 'settings', id: 'one', op: 'put' }))
    const received = new Set(await Promise.all(following))
    stop.abort()
    for (const stream of streams) await stream.return?.()
    expect(received.size).toBe(1)
    expect(presented).toBe(1)
  })

  it('beats while nothing comes, and ends with its signal', async () => {
    const owner = await user()
    const stop = new AbortController()
    let beats = 0
    const quick = createChanges({ db, clock: () => now, heartbeatMs: 20 })
    for await (const item of quick.subscribe(owner, { after: null, signal: stop.signal })) {
      expect(item).toBe('heartbeat')
      beats += 1
      if (beats === 3) stop.abort()
    }
    expect(beats).toBe(3)
  })

  it('starts now without a place, and from its end when it knows more than the feed does', async () => {
    const owner = await user()
    await say(owner, 'old')
    const { seq } = await changes.hello(owner)
    const following = take(owner, seq + 1000, 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
    await say(owner, 'new')
    expect((await following).map(({ id }) => id)).toEqual(['new'])
    expect((await changes.page(owner, seq + 1000, 10)).nextAfter).toBe(seq + 1)
  })

  it('tells who may have missed a pruned tombstone, and whether it is another feed', async () => {
    const owner = await user()
    await say(owner, 'gone', 'delete')
    const { seq: tombstone } = await changes.hello(owner)
    await say(owner, 'stays')
    now += 30 * DAY
    expect(await changes.prune()).toBe(0)
    now += 1
    expect(await changes.prune()).toBeGreaterThanOrEqual(1)
    const page = await changes.page(owner, 0, 10)
    expect(page.items.map(({ id }) => id)).toEqual(['stays'])
    expect(page.oldestSeq).toBe(tombstone)
    await db.updateTable('feed').set({ feed_id: 'fed_restored' }).execute()
    expect((await changes.hello(owner)).feedId).toBe('fed_restored')
    expect((await changes.page(owner, 0, 10)).feedId).toBe('fed_restored')
  })
})
