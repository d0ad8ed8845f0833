import type { Change, ChangeEntity, ChangePage, Hello } from 'shared/wire'
import { type Clock, type Db, inTransaction, type Tx } from '../db/index.ts'
import { Channel } from './channel.ts'
import { follow } from './follow.ts'
import { remember, type Remembering, Writes } from './memory.ts'
import { type Load, type Presenters, presentRows } from './presenters.ts'
import { pruneTombstones } from './prune.ts'
import { readFeed, readRows } from './read.ts'
import { Notes, type RecordChange, writeNotes } from './record.ts'

/** Below the 15 s that the contract promises, so that a delayed timer keeps the promise too. */
const HEARTBEAT_MS = 12_000
const BATCH = 100
const MAX_PAGE = 500

export interface SubscribeOptions {
  /** The seq that the follower has; null: what comes from now on. */
  readonly after: number | null
  /** Narrows to one job and the assets it made. */
  readonly jobId?: string
  readonly signal: AbortSignal
}

export interface Changes {
  /**
   * Runs one short transaction (see `inTransaction`) for one user. What it records gets its seqs from the feed's counter at its end, in
   * the same transaction; followers are woken after the commit.
   */
  transaction<T>(userId: string, work: (tx: Tx, record: RecordChange) => Promise<T>): Promise<T>
  /** Says how an entity is read when its change is delivered: whole, as it is now. Once for each entity. */
  present<Entity extends ChangeEntity>(entity: Entity, load: Presenters[Entity]): void
  /** Up to `limit` changes after `after`, oldest first. `nextAfter` below `after` means that the feed is an older one, restored. */
  page(userId: string, after: number, limit: number): Promise<ChangePage>
  hello(userId: string): Promise<Hello>
  /**
   * Changes after a place, in order, until the signal aborts; `heartbeat` when nothing came for a while. Followers at the same place are
   * handed the very same objects. Throws what a read of the database throws.
   */
  subscribe(userId: string, options: SubscribeOptions): AsyncIterable<Change | 'heartbeat'>
  /** Reads what the feed tells of from memory, until it changes; see `remember`. */
  remember<Resource>(load: Load<Resource>, how: Remembering<Resource>): Load<Resource>
  /** Removes tombstones older than 30 days; `oldestSeq` then says how far back the feed is whole. Answers with how many went. */
  prune(): Promise<number>
}

export interface ChangesOptions {
  readonly db: Db
  readonly clock: Clock
  readonly heartbeatMs?: number
}

/** The one ordered feed of everything that changed, and those who follow it in this process. */
export function createChanges({ db, clock, heartbeatMs = HEARTBEAT_MS }: ChangesOptions): Changes {
  const presenters: { -readonly [Entity in keyof Presenters]?: Presenters[Entity] } = {}
  const channels = new Map<string, Channel>()
  const writes = new Writes()

  async function batchAfter(userId: string, after: number) {
    const rows = await readRows(db, userId, after, BATCH)
    return {
      changes: await presentRows(presenters, userId, rows),
      nextAfter: rows.at(-1)?.seq ?? after,
      more: rows.length === BATCH,
    }
  }

  function enter(userId: string): Channel {
    const channel = channels.get(userId) ?? new Channel((after) => batchAfter(userId, after))
    channels.set(userId, channel)
    channel.followers += 1
    return channel
  }

  function leave(userId: string, channel: Channel): void {
    channel.followers -= 1
    if (channel.followers === 0) channels.delete(userId)
  }

  return {
    async transaction(userId, work) {
      const write = {}
      try {
        const { result, recorded } = await inTransaction(db, async (tx) => {
          const notes = new Notes()
          const result = await work(tx, async (note) => notes.add(note))
          await writeNotes(tx, userId, notes.all, clock())
          writes.begin(write, userId, notes.all)
          return { result, recorded: notes.all.length > 0 }
        })
        if (recorded) channels.get(userId)?.wake()
        return result
      } finally {
        writes.end(write)
      }
    },

    present(entity, load) {
      if (presenters[entity] !== undefined) throw new Error(`how a ${entity} is read is registered twice`)
      presenters[entity] = load
    },

    async page(userId, after, limit) {
      const feed = await readFeed(db)
      const wanted = Math.min(limit, MAX_PAGE)
      const rows = await readRows(db, userId, after, wanted + 1)
      const shown = rows.slice(0, wanted)
      return {
        items: [...(await presentRows(presenters, userId, shown))],
        nextAfter: shown.at(-1)?.seq ?? Math.min(after, feed.seq),
        more: rows.length > wanted,
        feedId: feed.feedId,
        oldestSeq: feed.oldestSeq,
      }
    },

    hello: () => readFeed(db),

    remember: (load, how) => remember(how, { writes, clock, load }),

    async *subscribe(userId, { after, jobId, signal }) {
      const channel = enter(userId)
      try {
        const { seq } = await readFeed(db)
        yield* follow(channel, { after: Math.min(after ?? seq, seq), jobId, heartbeatMs, signal })
      } finally {
        leave(userId, channel)
      }
    },

    prune: () => pruneTombstones(db, clock()),
  }
}
