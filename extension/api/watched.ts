import type { Failure, Reply } from './reply.ts'

/** What was last heard of something that the backend tells, and what came of asking last. */
export interface Heard<T> {
  /** Null until it was heard for the first time; kept while the backend is away. */
  readonly value: T | null
  readonly failure: Failure | null
}

/** Something that the backend tells, asked for again when it may have changed, and known to everybody who looks. */
export interface Watched<T> {
  /** The same object until something has changed. */
  state(): Heard<T>
  subscribe(listener: () => void): () => void
  /** Asks again. Calls while an answer is awaited lead to one more question. */
  refresh(): Promise<void>
  /** What a change has answered. */
  set(value: T): void
}

/** Watches what `ask` answers; asks nothing by itself. */
export function watched<T>(ask: () => Promise<Reply<T>>): Watched<T> {
  const listeners = new Set<() => void>()
  let heard: Heard<T> = { value: null, failure: null }
  let running: Promise<void> | null = null
  let wantedAgain = false
  let turn = 0

  const hear = (next: Heard<T>): void => {
    heard = next
    for (const listener of listeners) listener()
  }
  const askUntilSettled = async (): Promise<void> => {
    do {
      wantedAgain = false
      const mine = turn
      const reply = await ask()
      // What a change answered meanwhile is newer than this.
      if (mine === turn) hear(reply.kind === 'ok' ? { value: reply.value, failure: null } : { ...heard, failure: reply })
    } while (wantedAgain)
    running = null
  }
  return {
    state: () => heard,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    refresh() {
      if (running === null) running = askUntilSettled()
      else wantedAgain = true
      return running
    },
    set(value) {
      turn += 1
      hear({ value, failure: null })
    },
  }
}
