import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { S3Target } from '../config/index.ts'
import { FileCache } from './file-cache.ts'
import { digestFile, sweepDirectory, temporaryFile } from './local-files.ts'
import { uploadFile } from './s3-upload.ts'
import { blobName, emptyStream, type ByteRange, type Storage } from './storage.ts'

const CACHE_BYTES = 10e9

/** Blobs as objects `prefix/blobs/ab/cdef…` of a bucket, with a local cache of at most `cacheBytes` for what needs a path. */
export async function openS3Storage(target: S3Target, cacheBytes: number = CACHE_BYTES): Promise<Storage> {
  const temporary = path.join(target.cacheDirectory, 'temporary')
  await mkdir(temporary, { recursive: true })
  const cache = await FileCache.open(path.join(target.cacheDirectory, 'blobs'), cacheBytes)
  const client = connect(target)
  const root = [target.prefix, 'blobs/'].filter((part) => part !== '').join('/')
  const place = (sha256: string) => ({ Bucket: target.bucket, Key: root + blobName(sha256) })
  const read = (sha256: string, range?: ByteRange) => readObject(client, place(sha256), range)
  return {
    temporary: async (extension) => temporaryFile(temporary, extension),
    commit: async (file) => {
      const digest = await digestFile(file)
      const { Bucket: bucket, Key: key } = place(digest.sha256)
      await uploadFile({ client, bucket, key, file, bytes: digest.bytes }, digest.sha256)
      await cache.adopt(digest.sha256, file)
      return digest
    },
    read,
    size: async (sha256) => (await found(client.send(new HeadObjectCommand(place(sha256)))))?.ContentLength ?? null,
    withLocalFile: (sha256, work) => cache.lend(sha256, () => download(temporary, sha256, () => read(sha256)), work),
    presign: (sha256, seconds) => getSignedUrl(client, new GetObjectCommand(place(sha256)), { expiresIn: seconds }),
    remove: async (sha256) => {
      await client.send(new DeleteObjectCommand(place(sha256)))
      await cache.drop(sha256)
    },
    list: () => list(client, target.bucket, root),
    freeBytes: async () => null,
    sweepTemporary: (olderThanMs) => sweepDirectory(temporary, olderThanMs),
  }
}

/** Checksums only where the protocol wants them: several S3-compatible stores refuse the SDK's trailing ones. */
function connect(target: S3Target): S3Client {
  return new S3Client({
    region: target.region,
    forcePathStyle: target.pathStyle,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(target.endpoint === null ? {} : { endpoint: target.endpoint }),
    ...(target.credentials === null ? {} : { credentials: target.credentials }),
  })
}

async function readObject(
  client: S3Client,
  place: { Bucket: string; Key: string },
  range: ByteRange | undefined,
): Promise<ReadableStream<Uint8Array> | null> {
  const Range = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` }
  try {
    const answer = await found(client.send(new GetObjectCommand({ ...place, ...Range })))
    return answer === null ? null : (answer.Body?.transformToWebStream() ?? emptyStream())
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416) return emptyStream()
    throw error
  }
}

/** Null for what is not there. */
async function found<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null
    throw error
  }
}

async function download(temporary: string, sha256: string, read: () => Promise<ReadableStream<Uint8Array> | null>): Promise<string> {
  const body = await read()
  if (body === null) throw new Error(`No blob ${sha256}`)
  const { path: file } = temporaryFile(temporary, 'download')
  try {
    await pipeline(Readable.from(body), createWriteStream(file))
    const digest = await digestFile(file)
    if (digest.sha256 !== sha256) throw new Error(`The store returned other bytes for ${sha256}`)
    return file
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

async function* list(
  client: S3Client,
  bucket: string,
  root: string,
): AsyncGenerator<{ sha256: string; bytes: number; modifiedAt: number }> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: root })) {
    for (const { Key, Size, LastModified } of page.Contents ?? []) {
      if (Key === undefined || Size === undefined || LastModified === undefined) continue
      yield { sha256: Key.slice(root.length).replace('/', ''), bytes: Size, modifiedAt: LastModified.getTime() }
    }
  }
}
