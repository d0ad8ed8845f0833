import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { productPicture } from './pictures.ts'

/** The web as our users meet it: a shop, and a CDN of another origin that sends no CORS headers. */
export interface Shop {
  readonly port: number
  /** Address of a page of the shop: `product`, `background`, `shadow`, `gallery`, `empty`. */
  page(name: string): string
  /** Bytes of a picture as the CDN serves them. */
  picture(name: string): Promise<Buffer>
  close(): Promise<void>
}

/** Pictures by file name: what `/pictures/NAME` answers on both hosts. */
const PICTURES: Readonly<Record<string, { width: number; height: number; seed: number; subjectAt?: number }>> = {
  'serum-400.jpg': { width: 400, height: 500, seed: 7 },
  'serum-800.jpg': { width: 800, height: 1000, seed: 7 },
  'serum-1600.jpg': { width: 1600, height: 2000, seed: 7 },
  'lamp-1200.jpg': { width: 1200, height: 900, seed: 21, subjectAt: 0.3 },
  'oil-900.jpg': { width: 900, height: 1200, seed: 33 },
  'tonic-1.jpg': { width: 1000, height: 1000, seed: 41 },
  'tonic-2.jpg': { width: 1000, height: 1400, seed: 42 },
  'tonic-3.jpg': { width: 1400, height: 1000, seed: 43, subjectAt: 0.7 },
  'icon-32.jpg': { width: 32, height: 32, seed: 5 },
}

const drawn = new Map<string, Promise<Buffer>>()

function draw(name: string): Promise<Buffer> {
  const picture = PICTURES[name]
  if (picture === undefined) return Promise.reject(new Error(`the shop has no picture ${name}`))
  const already = drawn.get(name) ?? productPicture(picture)
  drawn.set(name, already)
  return already
}

/** Starts the shop on a free port of 127.0.0.1; pages are under `shop.test`, pictures under `cdn.test` (mapped by the browser). */
export async function openShop(): Promise<Shop> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the shop has no port')
  const { port } = address
  return {
    port,
    page: (name) => `http://shop.test:${port}/${name}.html`,
    picture: draw,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'shop.test'}`)
  const picture = /^\/pictures\/([\w-]+\.jpg)$/.exec(url.pathname)?.[1]
  if (picture !== undefined && PICTURES[picture] !== undefined) {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'cache-control': 'max-age=60' })
    response.end(await draw(picture))
    return
  }
  const page = /^\/([\w-]+)\.html$/.exec(url.pathname)?.[1]
  if (page === undefined || url.hostname !== 'shop.test') {
    response.writeHead(404, { 'content-type': 'text/plain' })
    response.end('not found')
    return
  }
  const html = await readFile(fileURLToPath(new URL(`../fixtures/pages/${page}.html`, import.meta.url)), 'utf8').catch(() => null)
  response.writeHead(html === null ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
  response.end(
    html?.replaceAll('{{cdn}}', `http://cdn.test:${url.port}/pictures`).replaceAll('{{shop}}', `http://shop.test:${url.port}/pictures`),
  )
}
