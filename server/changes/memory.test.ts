import { beforeEach, describe, expect, it } from 'vitest'
import { remember, type Remembering, Writes } from './memory.ts'

interface Thing {
  readonly text: string
  readonly parts?: readonly string[]
}

const DAY = 86_400_000

let writes: Writes
let now: number
let reads: string[]
/** What the database holds. */
let rows: Map<string, Thing>
/** What happens while a read is under way. */
let meanwhile: () => void

beforeEach(() => {
  writes = new Writes()
  now = 10 * DAY
  reads = []
  rows = new Map([
    ['a', { text: 'a1' }],
    ['b', { text: 'b1' }],
  ])
  meanwhile = () => undefined
})

function memory(how: Partial<Remembering<Thing>> = {}) {
  const load = async (_userId: string, ids: readonly string[]) => {
    reads.push(ids.join(' '))
    const found = new Map(ids.flatMap((id) => [[id, rows.get(id)] as const]).filter(hasRow))
    await Promise.resolve()
    meanwhile()
    return found
  }
  const read = remember({ most: 100, ...how }, { writes, clock: () => now, load })
  return async (...ids: string[]) => [...(await read('usr_a', ids)).values()].map(({ text }) => text).toSorted()
}

function hasRow(pair: readonly [string, Thing | undefined]): pair is [string, Thing] {
  return pair[1] !== undefined
}

/** A transaction that changes one thing, as the feed tells of it. */
function change(id: string, text: string, between: () => void = () => undefined): void {
  const write = {}
  writes.begin(write, 'usr_a', [{ entity: 'job', id, op: 'put' }])
  rows.set(id, { ...rows.get(id), text })
  between()
  writes.end(write)
}

describe('what is remembered', () => {
  it('is read once, and only what is missing is read', async () => {
    const read = memory()
    expect(await read('a')).toEqual(['a1'])
    expect(await read('a', 'b', 'c')).toEqual(['a1', 'b1'])
    expect(await read('b', 'a')).toEqual(['a1', 'b1'])
    expect(reads).toEqual(['a', 'b c'])
  })

  it('is read anew once it has changed, and nothing else is', async () => {
    const read = memory()
    await read('a', 'b')
    change('a', 'a2')
    expect(await read('a', 'b')).toEqual(['a2', 'b1'])
    expect(reads).toEqual(['a b', 'a'])
  })

  it('is forgotten before the change is committed', async () => {
    const read = memory()
    await read('a')
    const write = {}
    writes.begin(write, 'usr_a', [{ entity: 'job', id: 'a', op: 'put' }])
    await read('a')
    writes.end(write)
    expect(reads).toEqual(['a', 'a'])
  })

  it('is not kept from a read that a change overtook, or that fell between its first word and its commit', async () => {
    const read = memory()
    meanwhile = () => change('a', 'a2')
    expect(await read('a')).toEqual(['a1'])
    meanwhile = () => undefined
    expect(await read('a')).toEqual(['a2'])

    const write = {}
    writes.begin(write, 'usr_a', [{ entity: 'job', id: 'a', op: 'put' }])
    expect(await read('a')).toEqual(['a2'])
    rows.set('a', { text: 'a3' })
    writes.end(write)
    expect(await read('a')).toEqual(['a3'])
  })

  it('is kept while transactions change nothing', async () => {
    const read = memory()
    await read('a')
    const write = {}
    writes.begin(write, 'usr_a', [])
    await read('b')
    writes.end(write)
    await read('a', 'b')
    expect(reads).toEqual(['a', 'b'])
  })

  it('goes with what is shown in it, of two that show the same the older at once', async () => {
    rows.set('a', { text: 'a1', parts: ['file'] })
    const read = memory({ shows: ({ parts = [] }) => parts })
    await read('a')
    change('file', 'renamed')
    await read('a')
    expect(reads).toEqual(['a', 'a'])
    rows.set('b', { text: 'b1', parts: ['file'] })
    await read('b')
    change('file', 'renamed again')
    await read('a', 'b')
    expect(reads.slice(2)).toEqual(['b', 'a b'])
  })

  it('is of one user', async () => {
    const load = async () => new Map([['a', { text: 'a1' }]])
    let loads = 0
    const read = remember<Thing>({ most: 9 }, { writes, clock: () => now, load: () => ((loads += 1), load()) })
    await read('usr_a', ['a'])
    await read('usr_b', ['a'])
    change('a', 'a2')
    await read('usr_b', ['a'])
    expect(loads).toBe(2)
  })

  it('lasts until the next UTC day, and only as long as its kind may be kept', async () => {
    const read = memory({ keeps: ({ text }) => text !== 'b1' })
    await read('a', 'b')
    await read('a', 'b')
    now += DAY
    await read('a')
    expect(reads).toEqual(['a b', 'b', 'a'])
  })

  it('is bounded, the longest unused going first', async () => {
    rows.set('c', { text: 'c1' })
    const read = memory({ most: 2 })
    for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) await read(id)
    expect(reads).toEqual(['a', 'b', 'c', 'b'])
  })
})
