import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { openStorage, type Storage } from '../../server/storage/index.ts'
import { openS3Storage } from '../../server/storage/s3-storage.ts'
import { startS3, type S3Server } from '../harness/s3.ts'
import { describeStorage, gather } from './storage.contract.ts'

describeStorage('disk', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'pagereel-disk-'))
  return { storage: await openStorage({ kind: 'disk', directory }), discard: () => rm(directory, { recursive: true }) }
})

describeStorage('bucket', async () => {
  const { storage, discard } = await openBucket()
  return { storage, discard }
})

it('keeps memory flat while it commits and reads a large file', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'pagereel-large-'))
  const storage = await openStorage({ kind: 'disk', directory })
  const bytes = 3 * 2 ** 30
  const file = await storage.temporary('mp4')
  const sparse = await open(file.path, 'w')
  await sparse.truncate(bytes)
  await sparse.close()
  const before = process.memoryUsage.rss()
  const committed = await storage.commit(file.path)
  expect(committed.bytes).toBe(bytes)
  let seen = 0
  for await (const chunk of (await storage.read(committed.sha256, { start: bytes - 2 ** 28, end: bytes })) ?? []) seen += chunk.length
  expect(seen).toBe(2 ** 28)
  expect(process.memoryUsage.rss() - before).toBeLessThan(200e6)
  await rm(directory, { recursive: true })
})

it('sends a large file to a bucket in parts that come back whole', async () => {
  const { storage, discard } = await openBucket()
  const bytes = randomBytes(70 * 2 ** 20)
  const { sha256 } = await commit(storage, bytes)
  expect(await storage.size(sha256)).toBe(bytes.length)
  const edge = 64 * 2 ** 20
  const stream = await storage.read(sha256, { start: edge - 1, end: edge })
  expect(stream && Buffer.concat(await gather(stream))).toEqual(bytes.subarray(edge - 1, edge + 1))
  await discard()
})

it('keeps the local cache of a bucket within its bound, the longest unused going first', async () => {
  const { storage, cache, discard } = await openBucket(2500)
  const digests: string[] = []
  for (let index = 0; index < 4; index += 1) digests.push((await commit(storage, randomBytes(1000))).sha256)
  expect((await readdir(cache)).toSorted()).toEqual(digests.slice(2).toSorted())
  await storage.withLocalFile(digests[0] ?? '', async (file) => expect(path.basename(file)).toBe(digests[0]))
  expect(await readdir(cache)).toHaveLength(2)
  await discard()
})

async function openBucket(cacheBytes?: number): Promise<{ storage: Storage; cache: string; discard: () => Promise<void> }> {
  const server: S3Server = await startS3()
  const cacheDirectory = await mkdtemp(path.join(tmpdir(), 'pagereel-cache-'))
  const { bucket, endpoint, credentials } = server
  const target = { kind: 's3', bucket, prefix: 'a/b', endpoint, region: 'auto', pathStyle: true, credentials, cacheDirectory } as const
  const discard = async () => {
    await server.stop()
    await rm(cacheDirectory, { recursive: true })
  }
  return { storage: await openS3Storage(target, cacheBytes), cache: path.join(cacheDirectory, 'blobs'), discard }
}

async function commit(storage: Storage, bytes: Uint8Array): Promise<{ sha256: string }> {
  const file = await storage.temporary('bin')
  await writeFile(file.path, bytes)
  return storage.commit(file.path)
}
