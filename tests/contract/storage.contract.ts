import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Storage } from '../../server/storage/index.ts'

const ABSENT = 'f'.repeat(64)

/** What every place for bytes must do alike. */
export function describeStorage(name: string, prepare: () => Promise<{ storage: Storage; discard: () => Promise<void> }>): void {
  describe(name, () => {
    let storage: Storage
    let discard: () => Promise<void>
    beforeAll(async () => {
      const place = await prepare()
      storage = place.storage
      discard = () => place.discard()
    })
    afterAll(() => discard())

    const put = async (bytes: Uint8Array) => {
      const file = await storage.temporary('bin')
      await writeFile(file.path, bytes)
      return storage.commit(file.path)
    }

    it('stores bytes under their digest, consumes the file and gives back every byte', async () => {
      const bytes = randomBytes(3_000_001)
      await using file = await storage.temporary('.mp4')
      await writeFile(file.path, bytes)
      const committed = await storage.commit(file.path)
      expect(committed).toEqual({ sha256: digest(bytes), bytes: bytes.length })
      await expect(stat(file.path)).rejects.toThrow('ENOENT')
      expect(digest(await collect(storage, committed.sha256))).toBe(committed.sha256)
      expect(await storage.size(committed.sha256)).toBe(bytes.length)
    })

    it.each([
      ['start', 0, 9],
      ['middle', 500, 1499],
      ['last byte', 1999, 1999],
      ['past the end, cut there', 1990, 5000],
      ['beyond the end, nothing', 2000, 2100],
    ])('reads a range: %s', async (_, start, end) => {
      const bytes = randomBytes(2000)
      const { sha256 } = await put(bytes)
      expect(await collect(storage, sha256, { start, end })).toEqual(bytes.subarray(start, end + 1))
    })

    it('stores an empty file', async () => {
      const { sha256, bytes } = await put(Buffer.alloc(0))
      expect({ sha256, bytes }).toEqual({ sha256: digest(Buffer.alloc(0)), bytes: 0 })
      expect(await collect(storage, sha256)).toEqual(Buffer.alloc(0))
      expect(await storage.size(sha256)).toBe(0)
    })

    it('stores equal bytes once, however many commit them at the same time', async () => {
      const bytes = randomBytes(100_000)
      const results = await Promise.all(Array.from({ length: 20 }, () => put(bytes)))
      expect(new Set(results.map((result) => result.sha256))).toEqual(new Set([digest(bytes)]))
      const listed = (await gather(storage.list())).filter((blob) => blob.sha256 === digest(bytes))
      expect(listed).toEqual([{ sha256: digest(bytes), bytes: bytes.length, modifiedAt: expect.any(Number) }])
      expect(Math.abs((listed[0]?.modifiedAt ?? 0) - Date.now())).toBeLessThan(60_000)
      expect(await collect(storage, digest(bytes))).toEqual(bytes)
    })

    it('lends a local path, to many at the same time', async () => {
      const bytes = randomBytes(50_000)
      const { sha256 } = await put(bytes)
      const read = () => storage.withLocalFile(sha256, (file) => readFile(file))
      for (const copy of await Promise.all(Array.from({ length: 5 }, read))) expect(copy).toEqual(bytes)
    })

    it('knows what is not there', async () => {
      expect(await storage.read(ABSENT)).toBeNull()
      expect(await storage.read(ABSENT, { start: 0, end: 1 })).toBeNull()
      expect(await storage.size(ABSENT)).toBeNull()
      await expect(storage.withLocalFile(ABSENT, async () => 1)).rejects.toThrow('No blob')
      await storage.remove(ABSENT)
      await expect(storage.size('../../etc/passwd')).rejects.toThrow('sha256')
    })

    it('removes a blob from every place', async () => {
      const { sha256 } = await put(randomBytes(1000))
      await storage.withLocalFile(sha256, async () => 1)
      await storage.remove(sha256)
      expect(await storage.read(sha256)).toBeNull()
      await expect(storage.withLocalFile(sha256, async () => 1)).rejects.toThrow('No blob')
      expect((await gather(storage.list())).map((blob) => blob.sha256)).not.toContain(sha256)
    })

    it('sweeps temporary files that are old, and disposes of those nobody committed', async () => {
      const old = await storage.temporary('part')
      const fresh = await storage.temporary('part')
      for (const file of [old, fresh]) await writeFile(file.path, 'left')
      await utimes(old.path, 1, 1)
      expect(await storage.sweepTemporary(3_600_000)).toBe(1)
      await expect(stat(old.path)).rejects.toThrow('ENOENT')
      await fresh[Symbol.asyncDispose]()
      await expect(stat(fresh.path)).rejects.toThrow('ENOENT')
      await expect(storage.temporary('../x')).rejects.toThrow('extension')
    })

    it('signs a URL that serves the bytes, where the place can', async () => {
      const bytes = randomBytes(1000)
      const url = await storage.presign((await put(bytes)).sha256, 60)
      if (url === null) return
      expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(bytes)
    })
  })
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function collect(storage: Storage, sha256: string, range?: { start: number; end: number }): Promise<Buffer> {
  const stream = await storage.read(sha256, range)
  if (stream === null) throw new Error('No such blob')
  return Buffer.concat(await gather(stream))
}

export async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = []
  for await (const item of items) gathered.push(item)
  return gathered
}
