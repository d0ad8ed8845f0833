import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { makeProblem } from 'shared/wire'
import type { AppType } from './app.ts'

/** How long answers under way may still take when the server stops. */
const GRACE_MS = 3000
/** A large upload over a slow disk takes longer than Node's default of five minutes. */
const LONGEST_REQUEST_MS = 60 * 60 * 1000

export interface RunningHttp {
  readonly port: number
  /** Takes no new connection, lets answers under way end, and cuts what is left after 3 s. */
  close(): Promise<void>
}

/** Listens. Rejects when the port is taken. */
export async function serve(app: Pick<AppType, 'fetch'>, at: { port: number; host: string }): Promise<RunningHttp> {
  const listener = getRequestListener(app.fetch, { errorHandler: () => malformed() })
  const server = createServer({ requestTimeout: LONGEST_REQUEST_MS }, (incoming, outgoing) => void listener(incoming, outgoing))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: at.port, host: at.host, backlog: 1024 }, resolve)
  })
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens at no port')
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
        server.close(() => {
          clearTimeout(cut)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

/** For what is not even a request that the app could see, such as a missing Host. */
function malformed(): Response {
  const problem = makeProblem('invalid_request', 'The request is malformed.')
  return Response.json(problem, { status: 400, headers: { 'Content-Type': 'application/problem+json' } })
}
