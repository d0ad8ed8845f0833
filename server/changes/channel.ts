import type { Change } from 'shared/wire'

/** A stretch of the feed as one read found it. */
export interface Batch {
  readonly changes: readonly Change[]
  /** Where the next read goes on. */
  readonly nextAfter: number
  readonly more: boolean
}

interface SharedBatch extends Batch {
  /** How often the feed had been woken when this was read: nothing is missing while that is unchanged. */
  readonly wakes: number
}

const KEPT_BATCHES = 16

/**
 * One user's followers: whoever stands at the same place of the feed shares one read and one presentation of what comes next. Nothing is
 * queued for a follower; a slow one simply reads on from where it stands.
 */
export class Channel {
  readonly #read: (after: number) => Promise<Batch>
  readonly #batches = new Map<number, Promise<SharedBatch>>()
  readonly #sleepers = new Set<() => void>()
  #wakes = 0
  followers = 0

  constructor(read: (after: number) => Promise<Batch>) {
    this.#read = read
  }

  wake(): void {
    this.#wakes += 1
    this.#batches.clear()
    for (const wakeUp of this.#sleepers) wakeUp()
  }

  get wakes(): number {
    return this.#wakes
  }

  get sleepers(): number {
    return this.#sleepers.size
  }

  next(after: number): Promise<SharedBatch> {
    const known = this.#batches.get(after)
    if (known !== undefined) return known
    const wakes = this.#wakes
    const batch = this.#read(after).then((read) => ({ ...read, wakes }))
    this.#batches.set(after, batch)
    this.#forgetOldest()
    // A failed read is told to those who wait for it; the next one who asks reads again.
    batch.catch(() => this.#batches.get(after) === batch && this.#batches.delete(after))
    return batch
  }

  /** Sleeps until the feed is woken past `wakes`, the time is over or the signal aborts. */
  sleep(wakes: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#wakes !== wakes || milliseconds <= 0) return Promise.resolve()
    return new Promise((resolve) => {
      const wakeUp = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', wakeUp)
        this.#sleepers.delete(wakeUp)
        resolve()
      }
      const timer = setTimeout(wakeUp, milliseconds)
      signal.addEventListener('abort', wakeUp)
      this.#sleepers.add(wakeUp)
    })
  }

  #forgetOldest(): void {
    const [oldest] = this.#batches.keys()
    if (oldest !== undefined && this.#batches.size > KEPT_BATCHES) this.#batches.delete(oldest)
  }
}
