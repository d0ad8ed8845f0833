import { createReadStream } from 'node:fs'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3'

const PART_BYTES = 64 * 1024 * 1024
/** The protocol's limit on the parts of one upload. */
const MOST_PARTS = 10_000
const TRIES = 3

interface Upload {
  readonly client: S3Client
  readonly bucket: string
  readonly key: string
  readonly file: string
  readonly bytes: number
}

/** Sends a file in one request, or in parts when it is large; it streams from the disk, so memory stays flat. */
export async function uploadFile(upload: Upload, sha256: string): Promise<void> {
  if (upload.bytes > PART_BYTES) return uploadInParts(upload)
  await again(() =>
    upload.client.send(
      new PutObjectCommand({
        Bucket: upload.bucket,
        Key: upload.key,
        Body: upload.bytes === 0 ? Buffer.alloc(0) : createReadStream(upload.file),
        ContentLength: upload.bytes,
        ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
      }),
    ),
  )
}

async function uploadInParts(upload: Upload): Promise<void> {
  const place = { Bucket: upload.bucket, Key: upload.key }
  const { UploadId } = await upload.client.send(new CreateMultipartUploadCommand(place))
  if (UploadId === undefined) throw new Error('The store began an upload without naming it')
  const started = { ...place, UploadId }
  try {
    const parts: CompletedPart[] = []
    const partBytes = Math.max(PART_BYTES, Math.ceil(upload.bytes / MOST_PARTS))
    for (let start = 0; start < upload.bytes; start += partBytes) {
      const end = Math.min(start + partBytes, upload.bytes)
      const PartNumber = parts.length + 1
      const { ETag } = await again(() =>
        upload.client.send(
          new UploadPartCommand({
            ...started,
            PartNumber,
            Body: createReadStream(upload.file, { start, end: end - 1 }),
            ContentLength: end - start,
          }),
        ),
      )
      parts.push({ PartNumber, ...(ETag === undefined ? {} : { ETag }) })
    }
    await upload.client.send(new CompleteMultipartUploadCommand({ ...started, MultipartUpload: { Parts: parts } }))
  } catch (error) {
    await upload.client.send(new AbortMultipartUploadCommand(started)).catch(() => undefined)
    throw error
  }
}

/** The SDK cannot send a stream twice, so each try here makes its own. */
async function again<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send()
    } catch (error) {
      if (attempt === TRIES) throw error
    }
  }
}
