import { writeFile } from 'node:fs/promises'
import { openAsBlob } from 'node:fs'
import { asset, job, problem } from 'shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, startBackend } from '../harness/backend.ts'
import { writeFlashClip } from '../harness/film.ts'
import { makeWorkDirectory } from '../harness/media.ts'
import { probe } from '../harness/probe.ts'

const LONG = 120_000
let backend: Backend
let work: Awaited<ReturnType<typeof makeWorkDirectory>>
let clip: { readonly id: string; readonly sha256: string }

beforeAll(async () => {
  ;[backend, work] = await Promise.all([startBackend(), makeWorkDirectory()])
  clip = await film(3)
}, LONG)
afterAll(async () => {
  await backend.stop()
  await work[Symbol.asyncDispose]()
})

/** A job whose file is a film of so many seconds. */
async function film(seconds: number): Promise<{ readonly id: string; readonly sha256: string }> {
  const shape = { width: 1280, height: 720, frameRate: 24, seconds, number: seconds } as const
  const path = await writeFlashClip(work.file(`film-${seconds}.mp4`), shape)
  const headers = { 'Content-Type': 'video/mp4' }
  const added = await backend.ask('/api/assets', { method: 'POST', body: await openAsBlob(path), headers })
  const { id: assetId, sha256 } = asset.parse(await added.json())
  const copied = await backend.ask('/api/jobs', { json: { kind: 'export', assetId, preset: 'mp4' }, headers: { Prefer: 'wait=60' } })
  expect(copied.status).toBe(200)
  return { id: job.parse(await copied.json()).id, sha256 }
}

function download(format: string, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  return backend.ask(`/api/jobs/${clip.id}/download?format=${format}`, { headers, ...(signal === undefined ? {} : { signal }) })
}

async function renditions(): Promise<number> {
  return (await backend.db.selectFrom('renditions').select('sha256').execute()).length
}

describe('a film in another format', () => {
  it(
    'is made once, kept, and served in ranges',
    async () => {
      const [first, same] = await Promise.all([download('webm'), download('webm')])
      expect([first.status, first.headers.get('content-type')]).toEqual([200, 'video/webm'])
      expect(first.headers.get('content-disposition')).toMatch(/\.webm"/)
      const bytes = new Uint8Array(await first.arrayBuffer())
      expect((await same.arrayBuffer()).byteLength).toBe(bytes.length)
      await writeFile(work.file('clip.webm'), bytes)
      expect(await probe(work.file('clip.webm'))).toMatchObject({ codec_name: 'vp9', width: 1280, height: 720, nb_read_frames: '72' })
      await backend.library.sweep(Date.now() + 3600_000)
      const part = await download('webm', { Range: 'bytes=0-3' })
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 0-3/${bytes.length}`])
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.subarray(0, 4))
      expect(part.headers.get('etag')).toBe(first.headers.get('etag'))
      expect(await renditions()).toBe(1)
    },
    LONG,
  )

  it(
    'is a GIF as well',
    async () => {
      const gif = await download('gif')
      expect([gif.status, gif.headers.get('content-type')]).toEqual([200, 'image/gif'])
      await writeFile(work.file('clip.gif'), new Uint8Array(await gif.arrayBuffer()))
      expect(await probe(work.file('clip.gif'))).toMatchObject({ codec_name: 'gif', width: 480, nb_read_frames: '36' })
    },
    LONG,
  )

  it('stays as it is where it is that already, and is refused where there is none', async () => {
    const plain = await download('mp4')
    expect([plain.status, plain.headers.get('etag')]).toEqual([200, `"${clip.sha256}"`])
    await plain.body?.cancel()
    const spoken = await backend.ask('/api/jobs', { json: { kind: 'speech', text: 'Spring sale.' }, headers: { Prefer: 'wait=60' } })
    const { id } = job.parse(await spoken.json())
    const refused = await backend.ask(`/api/jobs/${id}/download?format=webm`)
    expect(problem.parse(await refused.json())).toMatchObject({ status: 422, code: 'unsupported_option', params: { option: 'format' } })
  })

  it(
    'is given up when nobody waits for it any more',
    async () => {
      const { id } = await film(12)
      const before = await renditions()
      const leaving = AbortSignal.timeout(1000)
      await expect(backend.ask(`/api/jobs/${id}/download?format=webm`, { signal: leaving })).rejects.toThrow(/abort/i)
      await backend.db.deleteFrom('renditions').where('format', '=', 'gif').execute()
      // One is made at a time: had the first gone on, it would be there before this one is.
      expect((await download('gif')).status).toBe(200)
      expect(await renditions()).toBe(before)
    },
    LONG,
  )

  it('goes with the film that it was made of', async () => {
    const { sha256 } = await backend.db.selectFrom('renditions').select('sha256').where('format', '=', 'gif').executeTakeFirstOrThrow()
    expect(await backend.storage.size(sha256)).not.toBeNull()
    await backend.db.deleteFrom('asset_references').execute()
    await backend.db.deleteFrom('assets').where('blob_sha256', '=', clip.sha256).execute()
    await backend.library.sweep(Date.now() + 3600_000)
    expect(await backend.storage.size(sha256)).toBeNull()
    expect(await backend.db.selectFrom('renditions').selectAll().where('blob_sha256', '=', clip.sha256).execute()).toEqual([])
  })
})
