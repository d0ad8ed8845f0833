import { createServer } from 'node:http'
import { truncate, writeFile } from 'node:fs/promises'
import { asset, problem } from 'shared/wire'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backend, askRaw, startBackend } from '../harness/backend.ts'

let backend: Backend
let png: Uint8Array<ArrayBuffer>
let page: { origin: string; close(): void }

beforeAll(async () => {
  png = await pngOf(64, 48, '#c04')
  page = await servePicture()
  backend = await startBackend({ TRUSTED_ORIGINS: page.origin })
})
afterAll(async () => {
  page.close()
  await backend.stop()
})

async function servePicture() {
  const picture = await picturePixels(10)
  const server = createServer((request, answer) => {
    if (request.url?.endsWith('.png') === true) answer.setHeader('Content-Type', 'image/png').end(picture)
    else answer.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { origin: `http://127.0.0.1:${port}`, close: () => void server.close() }
}

function picturePixels(hue: number) {
  return pngOf(40, 40, `hsl(${hue}, 60%, 50%)`)
}

async function pngOf(width: number, height: number, background: string) {
  return new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer(),
  )
}

async function upload(body: BodyInit, contentType: string, query = '') {
  return backend.ask(`/api/assets${query}`, { method: 'POST', body, headers: { 'Content-Type': contentType } })
}

async function refusal(answer: Response) {
  const { code, status } = problem.parse(await answer.json())
  expect(status).toBe(answer.status)
  return code
}

describe('assets', () => {
  it('takes the bytes as they are, and knows them again', async () => {
    const made = await upload(png, 'image/png', '?filename=red.png&pageUrl=https%3A%2F%2Fshop.example%2F&alt=A%20red%20square')
    expect(made.status).toBe(201)
    const first = asset.parse(await made.json())
    expect(made.headers.get('location')).toBe(`/api/assets/${first.id}`)
    expect(first).toMatchObject({ type: 'image', width: 64, height: 48, sourceType: 'uploaded' })
    expect(first.sources).toMatchObject([{ filename: 'red.png', pageUrl: 'https://shop.example/', alt: 'A red square' }])
    const again = await upload(png, 'application/octet-stream')
    expect(again.status).toBe(200)
    expect(asset.parse(await again.json())).toMatchObject({ id: first.id, sources: [{}, {}] })
  })

  it('takes a form, with what is known of the origin before or after the file', async () => {
    for (const [hue, order] of [
      [20, 'before'],
      [30, 'after'],
    ] as const) {
      const form = new FormData()
      const file = new Blob([await picturePixels(hue)], { type: 'image/png' })
      if (order === 'after') form.set('file', file, 'größe.png')
      form.set('sourceType', 'grabbed')
      form.set('origin', JSON.stringify({ pageUrl: 'https://shop.example/a', pageTitle: 'Shop' }))
      if (order === 'before') form.set('file', file, 'größe.png')
      const made = await backend.ask('/api/assets', { method: 'POST', body: form })
      expect(made.status, order).toBe(201)
      expect(asset.parse(await made.json())).toMatchObject({
        sourceType: 'grabbed',
        sources: [{ filename: 'größe.png', pageUrl: 'https://shop.example/a', pageTitle: 'Shop' }],
      })
    }
  })

  it('refuses forms that are not as agreed', async () => {
    const form = (fields: Record<string, string | Blob>) => {
      const made = new FormData()
      for (const [name, value] of Object.entries(fields)) made.set(name, value)
      return made
    }
    const file = new Blob([png])
    for (const body of [
      form({}),
      form({ colour: 'red', file }),
      form({ sourceType: 'stolen', file }),
      form({ origin: '{', file }),
      form({ origin: '{"x":1}', file }),
      form({ alt: 'x'.repeat(20_000), file }),
    ]) {
      const answer = await backend.ask('/api/assets', { method: 'POST', body })
      expect(await refusal(answer)).toBe('invalid_request')
    }
    expect(await refusal(await upload('nothing of the kind', 'multipart/form-data; boundary=b'))).toBe('invalid_request')
    expect(await refusal(await upload('x', 'multipart/form-data'))).toBe('invalid_request')
  })

  it('fetches an address through its guard', async () => {
    const made = await backend.ask('/api/assets', { json: { url: `${page.origin}/a/bottle%20one.png`, source: { pageTitle: 'Shop' } } })
    expect(made.status).toBe(201)
    expect(asset.parse(await made.json())).toMatchObject({
      sourceType: 'grabbed',
      sources: [{ filename: 'bottle one.png', imageUrl: `${page.origin}/a/bottle%20one.png`, pageTitle: 'Shop' }],
    })
    for (const url of [
      'http://127.0.0.1:1/x.png',
      'http://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      'http://[::1]/',
      'nowhere',
    ]) {
      const answer = await backend.ask('/api/assets', { json: { url } })
      expect([400, 403], url).toContain(answer.status)
      await refusal(answer)
    }
    const gone = await backend.ask('/api/assets', { json: { url: `${page.origin}/gone` } })
    expect(gone.status).toBeGreaterThanOrEqual(400)
    expect((await backend.ask('/api/assets', { json: { url: `${page.origin}/a.png`, colour: 'red' } })).status).toBe(400)
  })

  it('answers bad pictures with what is wrong', async () => {
    const tooMany = await pngOf(10_000, 6000, '#fff')
    const cases: readonly (readonly [string, BodyInit, string, readonly string[]])[] = [
      ['no bytes', new Uint8Array(0), 'image/png', ['invalid_request']],
      ['text called png', 'this is not a picture', 'image/png', ['unsupported_media']],
      ['svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml', ['unsupported_media']],
      ['truncated', png.subarray(0, 60), 'image/png', ['media_invalid', 'unsupported_media']],
      ['60 megapixels', tooMany, 'image/png', ['media_invalid', 'unsupported_media', 'payload_too_large', 'invalid_request']],
      ['a pdf', '%PDF-1.7', 'application/pdf', ['unsupported_media']],
      ['26 MiB of zeros', new Uint8Array(26 * 1024 * 1024), 'image/png', ['payload_too_large']],
    ]
    for (const [what, body, contentType, codes] of cases) expect(codes, what).toContain(await refusal(await upload(body, contentType)))
    expect(await refusal(await backend.ask('/api/assets', { method: 'POST', body: new Blob([png]) }))).toBe('unsupported_media')
    const chunked = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(256 * 1024)) })
    expect(await refusal(await upload(chunked, 'image/png'))).toBe('payload_too_large')
  })

  it('lists, patches and deletes', async () => {
    const { id } = asset.parse(await (await upload(await picturePixels(90), 'image/png')).json())
    const patched = await backend.ask(`/api/assets/${id}`, { method: 'PATCH', json: { title: 'Green', tags: ['leaf'] } })
    expect(asset.parse(await patched.json())).toMatchObject({ title: 'Green', tags: ['leaf'] })
    expect(await (await backend.ask('/api/assets?tag=leaf&type=image')).json()).toMatchObject({ items: [{ id }], nextCursor: null })
    expect((await backend.ask(`/api/assets/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await backend.ask(`/api/assets/${id}`)).status).toBe(404)
  })
})

describe('media', () => {
  let url: string
  let mime: string
  let whole: Buffer

  beforeAll(async () => {
    const made = asset.parse(await (await upload(png, 'image/png')).json())
    url = made.url
    mime = made.mime
    const answer = await backend.ask(url, { token: null })
    whole = Buffer.from(await answer.arrayBuffer())
    expect(whole).toHaveLength(made.bytes)
    expect(answer.headers.get('etag')).toBe(`"${made.sha256}"`)
  })

  it('serves signed links as what they are, and nothing else', async () => {
    const answer = await backend.ask(url, { token: null })
    expect(answer.headers.get('content-type')).toBe(mime)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect(answer.headers.get('cache-control')).toMatch(/^private, max-age=\d+, immutable$/)
    expect(answer.headers.get('accept-ranges')).toBe('bytes')
    await answer.arrayBuffer()
    const exp = /exp=(\d+)/.exec(url)?.[1]
    for (const bad of [
      url.replace(/sig=./, 'sig=_'),
      url.replace(/exp=\d+/, 'exp=9999999999'),
      url.replace(/exp=\d+/, 'exp=1'),
      url.split('?')[0] ?? '',
      `${url}x`,
      url.replace('ast_', 'ast_0'),
    ]) {
      expect((await backend.ask(bad, { token: null })).status, bad).toBe(403)
    }
    expect(Number(exp) * 1000).toBeGreaterThan(Date.now() + 24 * 3_600_000 - 1000)
  })

  it('answers HEAD as it would GET, without a body', async () => {
    const answer = await askRaw(backend.port, { method: 'HEAD', path: url, headers: { Range: 'bytes=0-9' } })
    expect(answer.status).toBe(206)
    expect(answer.headers['content-length']).toBe('10')
    expect(answer.text).toBe('')
  })

  it('serves ranges by RFC 9110', async () => {
    const size = whole.length
    const cases: readonly (readonly [string, number, string | null])[] = [
      ['bytes=0-0', 206, `bytes 0-0/${size}`],
      ['bytes=10-', 206, `bytes 10-${size - 1}/${size}`],
      ['bytes=-5', 206, `bytes ${size - 5}-${size - 1}/${size}`],
      [`bytes=0-${size * 2}`, 206, `bytes 0-${size - 1}/${size}`],
      [`bytes=-${size * 2}`, 206, `bytes 0-${size - 1}/${size}`],
      [`bytes=${size}-`, 416, `bytes */${size}`],
      ['bytes=-0', 416, `bytes */${size}`],
      ['bytes=9-3', 200, null],
      ['bytes=0-1,4-5', 200, null],
      ['lines=1-2', 200, null],
      ['bytes=x', 200, null],
    ]
    for (const [range, status, contentRange] of cases) {
      const answer = await backend.ask(url, { token: null, headers: { Range: range } })
      const body = Buffer.from(await answer.arrayBuffer())
      expect([answer.status, answer.headers.get('content-range')], range).toEqual([status, contentRange])
      const [, from, to] = /^bytes (\d+)-(\d+)/.exec(contentRange ?? '') ?? []
      if (status === 206) expect(body.equals(whole.subarray(Number(from), Number(to) + 1)), range).toBe(true)
      if (status === 200) expect(body.equals(whole), range).toBe(true)
    }
  })

  it('honours validators', async () => {
    const etag = (await backend.ask(url, { method: 'HEAD', token: null })).headers.get('etag') ?? ''
    const status = async (headers: Record<string, string>) => (await backend.ask(url, { token: null, headers })).status
    expect(await status({ 'If-None-Match': etag })).toBe(304)
    expect(await status({ 'If-None-Match': `"x", W/${etag}` })).toBe(304)
    expect(await status({ 'If-None-Match': '*' })).toBe(304)
    expect(await status({ 'If-None-Match': '"x"' })).toBe(200)
    expect(await status({ 'If-Range': etag, Range: 'bytes=0-1' })).toBe(206)
    expect(await status({ 'If-Range': '"old"', Range: 'bytes=0-1' })).toBe(200)
    expect(await status({ 'If-Range': `W/${etag}`, Range: 'bytes=0-1' })).toBe(200)
  })

  it('serves a 3 GB file with flat memory, in parts and to a reader that stops', { timeout: 120_000 }, async () => {
    const [MB, GB] = [1024 ** 2, 1024 ** 3]
    await using temporary = await backend.storage.temporary('mp4')
    await writeFile(temporary.path, 'head of the file')
    await truncate(temporary.path, 3 * GB)
    const { sha256, bytes } = await backend.storage.commit(temporary.path)
    const link = await insertVideo(sha256, bytes)
    for (const at of [0, 1.5 * GB, 3 * GB - 1000]) {
      const part = await backend.ask(link, { token: null, headers: { Range: `bytes=${at}-${at + 99}` } })
      expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 100])
    }
    const before = process.memoryUsage.rss()
    let [received, most] = [0, 0]
    const answer = await backend.ask(link, { token: null })
    expect(answer.headers.get('content-length')).toBe(String(3 * GB))
    for await (const piece of answer.body ?? []) {
      received += piece.length
      most = Math.max(most, process.memoryUsage.rss())
      if (received > 256 * MB) break
    }
    const stopped = await backend.ask(link, { token: null })
    await new Promise((resolve) => setTimeout(resolve, 500))
    most = Math.max(most, process.memoryUsage.rss())
    await stopped.body?.cancel()
    // Server and client live in this process; a file that is read ahead would show as hundreds of megabytes more.
    expect(most - before).toBeLessThan(200 * MB)
  })
})

async function insertVideo(sha256: string, bytes: number): Promise<string> {
  const { userId } = (await backend.accounts.authenticate('a-fixed-token-for-tests-0123456789')) ?? { userId: '' }
  const now = Date.now()
  const id = await backend.changes.transaction(userId, async (tx, record) => {
    const sourceJobId = 'job_none'
    return backend.library.insertGenerated(tx, record, { userId, sha256, bytes, type: 'video', mime: 'video/mp4', sourceJobId }, now)
  })
  return backend.signer.sign(`/media/${id}`, now)
}
