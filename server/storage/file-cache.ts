import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { statOrNull } from './local-files.ts'

interface Entry {
  bytes: number
  lastUsed: number
  /** How many borrowers hold the path just now. */
  holders: number
}

/**
 * Files by name in one directory, bounded in bytes: the longest unused goes first, one that is lent out never. A file is fetched
 * once, however many ask for it at the same time.
 */
export class FileCache {
  readonly #directory: string
  readonly #limitBytes: number
  readonly #entries = new Map<string, Entry>()
  readonly #fetching = new Map<string, Promise<void>>()

  private constructor(directory: string, limitBytes: number) {
    this.#directory = directory
    this.#limitBytes = limitBytes
  }

  /** Takes up what an earlier run left. */
  static async open(directory: string, limitBytes: number): Promise<FileCache> {
    await mkdir(directory, { recursive: true })
    const cache = new FileCache(directory, limitBytes)
    for (const name of await readdir(directory)) {
      const found = await statOrNull(path.join(directory, name))
      if (found !== null) cache.#entries.set(name, { bytes: found.size, lastUsed: found.mtimeMs, holders: 0 })
    }
    await cache.#trim()
    return cache
  }

  /** Lends the file's path until `work` is done; `fetch` is asked for a complete file on the same volume when it is not there. */
  async lend<T>(name: string, fetch: () => Promise<string>, work: (file: string) => Promise<T>): Promise<T> {
    for (;;) {
      const entry = this.#entries.get(name)
      if (entry !== undefined) return this.#hold(name, entry, work)
      await this.#fetchOnce(name, fetch)
    }
  }

  /** Takes a complete file on the same volume into the cache. */
  async adopt(name: string, file: string): Promise<void> {
    const found = await statOrNull(file)
    if (found === null) throw new Error(`Nothing to adopt at ${file}`)
    await rename(file, path.join(this.#directory, name))
    this.#entries.set(name, { holders: 0, ...this.#entries.get(name), bytes: found.size, lastUsed: Date.now() })
    await this.#trim()
  }

  /** Forgets a file, unless it is lent out: then it goes by age. */
  async drop(name: string): Promise<void> {
    if ((this.#entries.get(name)?.holders ?? 0) > 0) return
    this.#entries.delete(name)
    await rm(path.join(this.#directory, name), { force: true })
  }

  async #hold<T>(name: string, entry: Entry, work: (file: string) => Promise<T>): Promise<T> {
    entry.holders += 1
    entry.lastUsed = Date.now()
    try {
      return await work(path.join(this.#directory, name))
    } finally {
      entry.holders -= 1
      await this.#trim()
    }
  }

  #fetchOnce(name: string, fetch: () => Promise<string>): Promise<void> {
    const running = this.#fetching.get(name)
    if (running !== undefined) return running
    const started = fetch()
      .then((file) => this.adopt(name, file))
      .finally(() => this.#fetching.delete(name))
    this.#fetching.set(name, started)
    return started
  }

  /** The newest stays whatever its size, or a file above the bound could never be lent. */
  async #trim(): Promise<void> {
    let total = [...this.#entries.values()].reduce((sum, entry) => sum + entry.bytes, 0)
    const byAge = [...this.#entries].sort(([, a], [, b]) => a.lastUsed - b.lastUsed).slice(0, -1)
    for (const [name, entry] of byAge) {
      if (total <= this.#limitBytes) return
      if (entry.holders > 0) continue
      total -= entry.bytes
      await this.drop(name)
    }
  }
}
