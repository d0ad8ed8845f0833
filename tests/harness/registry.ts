import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import { pack } from 'tar-stream'

/** A registry of one package that speaks npm's protocol as far as an install does. */
export interface Registry {
  readonly url: string
  /** What happens to the next tarballs: sent whole, cut in the middle, or answered with 404. */
  manner: 'whole' | 'cut' | 'missing'
  /** How often a tarball was asked for. */
  asked(): number
  close(): Promise<void>
}

/** Serves `name`@1.0.0 with the given files. */
export async function startRegistry(name: string, files: Readonly<Record<string, Buffer>>): Promise<Registry> {
  const tarball = await makeTarball(files)
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  let asked = 0
  const server = createServer((request, response) => {
    if (request.url !== '/tarball.tgz') {
      const dist = { tarball: `${registry.url}/tarball.tgz`, integrity }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { name, version: '1.0.0', dist } } }))
      return
    }
    asked += 1
    response.setHeader('cache-control', 'public, max-age=31536000, immutable')
    response.setHeader('content-type', 'application/octet-stream')
    if (registry.manner === 'missing') response.writeHead(404).end()
    else if (registry.manner === 'whole') response.end(tarball)
    else {
      response.writeHead(200, { 'content-length': tarball.length })
      response.write(tarball.subarray(0, tarball.length / 2), () => response.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const registry: Registry = {
    url: `http://127.0.0.1:${address.port}`,
    manner: 'whole',
    asked: () => asked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return registry
}

async function makeTarball(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const tar = pack()
  for (const [path, content] of Object.entries(files)) tar.entry({ name: path }, content)
  tar.finalize()
  const gzip = createGzip()
  for await (const piece of tar) gzip.write(piece)
  gzip.end()
  return await buffer(gzip)
}
