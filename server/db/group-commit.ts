import { setImmediate as nextTurn } from 'node:timers/promises'
import { CompiledQuery, type Kysely, type Transaction } from 'kysely'

/** Most transactions that share one commit: the first of them waits for the last. */
const MOST = 50

/** One transaction of somebody's: how it runs inside of the shared one, and what is told to who asked for it. */
interface Member<Schema> {
  perform(tx: Transaction<Schema>): Promise<void>
  /** Tells what came of it, once that is on the disk. */
  tell(): void
  fail(error: unknown): void
}

/**
 * Transactions that are asked for at about the same time are committed together: of a commit that survives a power cut nearly all of the
 * time is waiting for the disk, and SQLite, which takes one writer at a time, would have each of them wait for all before it. Each
 * runs inside a savepoint, so one that throws undoes only itself; none is told its outcome before the commit.
 */
export class GroupCommit<Schema> {
  readonly #db: Kysely<Schema>
  readonly #waiting: Member<Schema>[] = []
  #busy = false

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  /** Runs `work` in a transaction; a throw rolls it back and is passed on. */
  run<T>(work: (tx: Transaction<Schema>) => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    let tell = (): void => undefined
    this.#waiting.push({
      perform: async (tx) => {
        await execute(tx, 'savepoint member')
        try {
          const result = await work(tx)
          tell = () => resolve(result)
        } catch (error) {
          await execute(tx, 'rollback to savepoint member')
          tell = () => reject(error)
        }
        await execute(tx, 'release savepoint member')
      },
      tell: () => tell(),
      fail: reject,
    })
    if (!this.#busy) void this.#commitAll()
    return promise
  }

  async #commitAll(): Promise<void> {
    this.#busy = true
    while (this.#waiting.length > 0) await this.#commitTogether()
    this.#busy = false
  }

  async #commitTogether(): Promise<void> {
    const members: Member<Schema>[] = []
    try {
      await this.#db.transaction().execute(async (tx) => {
        for (;;) {
          const member = members.length < MOST ? this.#waiting.shift() : undefined
          if (member === undefined) break
          members.push(member)
          await member.perform(tx)
          // Whoever has arrived by now may come along.
          if (this.#waiting.length === 0) await nextTurn()
        }
      })
    } catch (error) {
      // Nothing was committed; where not even a beginning could be made, the first who waits is told, or it would wait for ever.
      const told = members.length === 0 ? this.#waiting.splice(0, 1) : members
      for (const member of told) member.fail(error)
      return
    }
    for (const member of members) member.tell()
  }
}

async function execute<Schema>(tx: Transaction<Schema>, command: string): Promise<void> {
  await tx.executeQuery(CompiledQuery.raw(command))
}
