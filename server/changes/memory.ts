import type { Clock } from '../db/index.ts'
import type { Load } from './presenters.ts'
import type { ChangeNote } from './record.ts'

const DAY_MS = 86_400_000

/** What of the things that are read may be kept, and for how long. */
export interface Remembering<Resource> {
  /** Most of them to keep; the longest unused makes room. */
  readonly most: number
  /** Whether every later change of it will be in the feed; where left out, it is so of all. */
  readonly keeps?: (resource: Resource) => boolean
  /** Ids of other things that are shown in it: it is read anew when one of those changes. */
  readonly shows?: (resource: Resource) => readonly string[]
}

/** The transactions of this process that have said what they change and are not known to be over. */
export class Writes {
  readonly #open = new Set<object>()
  readonly #watchers: ((userId: string, ids: readonly string[]) => void)[] = []
  #begun = 0

  watch(watcher: (userId: string, ids: readonly string[]) => void): void {
    this.#watchers.push(watcher)
  }

  /** To be called before the commit, and again where the same transaction is tried again. */
  begin(write: object, userId: string, notes: readonly ChangeNote[]): void {
    if (notes.length === 0) return
    this.#open.add(write)
    this.#begun += 1
    const ids = notes.map(({ id }) => id)
    for (const watcher of this.#watchers) watcher(userId, ids)
  }

  /** To be called once it is over, committed or not. */
  end(write: object): void {
    this.#open.delete(write)
  }

  /** Two equal moments: nothing was committed between them. Null while something may be being committed, which equals nothing. */
  moment(): number | null {
    return this.#open.size === 0 ? this.#begun : null
  }
}

interface Kept<Resource> {
  readonly resource: Resource
  readonly shown: readonly string[]
}

/**
 * Reads things from memory until one of them changes, so that what is given is shared. A thing is forgotten before its change is
 * committed and what was being read at that time is not kept, so whoever sees a change in the feed never gets what was before it. A new
 * UTC day forgets everything, as the signed links of files change with it. For a server that is alone on its database.
 */
export function remember<Resource>(
  { most, keeps = () => true, shows = () => [] }: Remembering<Resource>,
  rooms: { readonly writes: Writes; readonly clock: Clock; readonly load: Load<Resource> },
): Load<Resource> {
  const { writes, clock, load } = rooms
  const kept = new Map<string, Kept<Resource>>()
  /** Who shows a thing, by the thing. */
  const showing = new Map<string, string>()
  let today = 0

  const forget = (key: string): void => {
    for (const part of kept.get(key)?.shown ?? []) showing.delete(part)
    kept.delete(key)
  }
  const keep = (userId: string, id: string, resource: Resource): void => {
    const key = keyOf(userId, id)
    forget(key)
    const shown = shows(resource).map((part) => keyOf(userId, part))
    for (const part of shown) {
      // One place for each thing: of two that show the same only the newer is kept.
      forget(showing.get(part) ?? '')
      showing.set(part, key)
    }
    kept.set(key, { resource, shown })
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) forget(oldest)
  }
  const turnDay = (): number => {
    const day = Math.floor(clock() / DAY_MS)
    if (day !== today) {
      kept.clear()
      showing.clear()
    }
    return (today = day)
  }

  writes.watch((userId, ids) => {
    for (const id of ids) {
      const key = keyOf(userId, id)
      forget(key)
      forget(showing.get(key) ?? '')
    }
  })

  return async (userId, ids) => {
    const day = turnDay()
    const read = new Map<string, Resource>()
    const missing: string[] = []
    for (const id of ids) {
      const key = keyOf(userId, id)
      const known = kept.get(key)
      if (known === undefined) missing.push(id)
      else {
        read.set(id, known.resource)
        kept.delete(key)
        kept.set(key, known)
      }
    }
    if (missing.length === 0) return read
    const begun = writes.moment()
    const loaded = await load(userId, missing)
    const isCurrent = begun !== null && writes.moment() === begun && turnDay() === day
    for (const [id, resource] of loaded) {
      read.set(id, resource)
      if (isCurrent && keeps(resource)) keep(userId, id, resource)
    }
    return read
  }
}

function keyOf(userId: string, id: string): string {
  return `${userId}/${id}`
}
