import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImageCandidate } from 'shared/page'
import { readInFrame } from './frame-bytes.ts'
import { climb } from './ladder.ts'
import { sniffPicture, type MeasurePicture } from './picture.ts'
import { cropWithin, makeRungs, type RungPorts } from './rungs.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAYAAAD+Bd/7AAAADklEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

/** Reads the size out of the PNG's header, since there is no decoder here. */
const measure: MeasurePicture = async (blob) => {
  const view = new DataView(await blob.arrayBuffer())
  return view.byteLength < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) }
}

let server: Server
let base = ''
beforeAll(async () => {
  // Everything that picture hosts do to those who are not their own pages.
  server = createServer((request, response) => {
    const path = request.url ?? ''
    if (path === '/good.png') return response.setHeader('content-type', 'image/png').end(PNG)
    if (path === '/called-text.txt') return response.setHeader('content-type', 'text/plain').end(PNG)
    if (path === '/page.png') return response.setHeader('content-type', 'image/png').end('<html>Sorry</html>')
    if (path === '/empty.png') return response.setHeader('content-type', 'image/png').end()
    if (path === '/moved.png') return response.writeHead(302, { location: '/good.png' }).end()
    if (path === '/cut.png') {
      response.writeHead(200, { 'content-length': '1000' }).write(PNG)
      return setTimeout(() => response.destroy(), 20)
    }
    if (path === '/huge.png') return response.setHeader('content-length', String(10 ** 9)).end()
    return response.writeHead(403).end('no hotlinks')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  base = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const candidate = (url: string, more: Partial<ImageCandidate> = {}): ImageCandidate => ({
  id: 'pic_1',
  url,
  kind: 'img',
  declaredSize: null,
  measuredSize: null,
  box: null,
  alt: '',
  alternates: [],
  rank: 1,
  ...more,
})
const ports = (more: Partial<RungPorts> = {}): RungPorts => ({ fetch, hasAccess: async () => true, askPage: null, capture: null, ...more })
const grab = (url: string, more: Partial<ImageCandidate> = {}, with_: Partial<RungPorts> = {}) =>
  climb(candidate(url, more), { rungs: makeRungs(ports(with_)), measure })

describe('the ladder', () => {
  it.each(['/good.png', '/called-text.txt', '/moved.png'])('takes %s by permission, whatever the host calls it', async (path) => {
    const picture = { rung: 'permission-fetch', mime: 'image/png', width: 8, height: 6, degraded: false }
    expect(await grab(base + path)).toMatchObject({ ok: true, picture })
  })

  it.each([
    ['/page.png', 'not-a-picture'],
    ['/empty.png', 'not-a-picture'],
    ['/cut.png', 'blocked'],
    ['/huge.png', 'too-large'],
    ['/forbidden.png', 'http-error'],
  ])('says why %s gave nothing: %s', async (path, reason) => {
    const reply = await grab(base + path)
    expect(reply.ok).toBe(false)
    expect(!reply.ok && reply.failures[0]).toMatchObject({ rung: 'permission-fetch', reason })
  })

  it('goes on to the page where the extension may not read the host itself', async () => {
    const reply = await grab(
      `${base}/good.png`,
      {},
      {
        hasAccess: async () => false,
        askPage: (request) => readInFrame(request, { document: globalThis.document, fetch }),
      },
    )
    const failures = [{ rung: 'permission-fetch', reason: 'no-access' }]
    expect(reply).toMatchObject({ ok: true, picture: { rung: 'page-fetch', failures } })
  })

  it('takes the next file of the same picture before it takes less than a file', async () => {
    const reply = await grab(`${base}/forbidden.png`, { alternates: [{ url: `${base}/good.png`, size: null, kind: 'img' }] })
    expect(reply).toMatchObject({ ok: true, picture: { url: `${base}/good.png` } })
  })

  it('refuses a file that is smaller than what the page shows', async () => {
    const reply = await grab(`${base}/good.png`, { measuredSize: { width: 800, height: 600 } })
    expect(reply).toMatchObject({ ok: false })
    expect(!reply.ok && reply.failures[0]?.reason).toBe('too-small')
  })

  it('reads pictures that lie in their own address', async () => {
    const reply = await grab(`data:image/png;base64,${PNG.toString('base64')}`)
    expect(reply).toMatchObject({ ok: true, picture: { rung: 'inline' } })
  })
})

describe('sniffPicture', () => {
  it.each([
    ['89504e470d0a1a0a', 'image/png'],
    ['ffd8ffe0', 'image/jpeg'],
    ['47494638396100', 'image/gif'],
    ['524946460000000057454250', 'image/webp'],
    ['0000001c667479706176696600000000', 'image/avif'],
    ['3c73766720786d6c6e73', null],
    ['', null],
  ])('knows %s as %s', (hex, mime) => {
    expect(sniffPicture(new Uint8Array(Buffer.from(hex, 'hex')))).toBe(mime)
  })
})

describe('cropWithin', () => {
  it('cuts what is in sight, in the pixels of the shot', () => {
    const crop = cropWithin({ x: -50, y: 100, width: 200, height: 300 }, { width: 2000, height: 600 }, 1000)
    expect(crop).toEqual({ x: 0, y: 200, width: 300, height: 400 })
    expect(cropWithin({ x: 2000, y: 0, width: 50, height: 50 }, { width: 2000, height: 600 }, 1000)).toBeNull()
  })
})
