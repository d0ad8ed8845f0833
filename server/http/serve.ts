import { setMaxListeners } from 'node:events'
import { type Server, createServer } from 'node:http'
import process from 'node:process'
import { getRequestListener } from '@hono/node-server'
import { makeProblem } from 'shared/wire'
import { createApp } from './app.ts'
import type { Services } from './services.ts'

/** How long answers under way may still take when the server stops. */
const GRACE_MS = 3000
/** A large upload over a slow disk takes longer than Node's default of five minutes. */
const LONGEST_REQUEST_MS = 60 * 60 * 1000

/** The front desk of a running server. */
export interface FrontDesk {
  readonly port: number
  /** Says that jobs are taken up now, to who asks and in the line on standard output that the launcher waits for. */
  readonly open: () => void
  /** Takes no new connection, ends the streams, lets answers under way end, and cuts what is left after 3 s. */
  readonly close: () => Promise<void>
}

/** Answers requests from now on. `message` is one sentence for the operator. */
export async function listen(
  services: Omit<Services, 'ready' | 'stopping'>,
): Promise<{ readonly ok: true; readonly desk: FrontDesk } | { readonly ok: false; readonly message: string }> {
  const { config } = services
  const stopping = new AbortController()
  // As many streams as there are followers wait for this one signal.
  setMaxListeners(0, stopping.signal)
  let ready = false
  const app = createApp({ ...services, ready: () => ready, stopping: stopping.signal })
  const listener = getRequestListener(app.fetch, { errorHandler: () => malformed() })
  const server = createServer({ requestTimeout: LONGEST_REQUEST_MS }, (incoming, outgoing) => void listener(incoming, outgoing))
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve)
    server.listen({ port: config.port, host: config.host, backlog: 1024 }, () => resolve(null))
  })
  if (failure?.code === 'EADDRINUSE') return { ok: false, message: `Port ${config.port} is taken by another program: stop it, or set PORT.` }
  if (failure !== null) return { ok: false, message: `Cannot listen on ${config.host}:${config.port}: ${failure.message}.` }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens at no port')
  const open = (): void => {
    ready = true
    for (const origin of config.trustedOrigins) process.stdout.write(`Trusted although it may be private: ${origin}\n`)
    process.stdout.write(`Pagereel is listening on http://127.0.0.1:${address.port}\n`)
  }
  const close = (): Promise<void> => {
    ready = false
    stopping.abort()
    return closeGently(server)
  }
  return { ok: true, desk: { port: address.port, open, close } }
}

function closeGently(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}

/** For what is not even a request that the app could see, such as a missing Host. */
function malformed(): Response {
  const problem = makeProblem('invalid_request', 'The request is malformed.')
  return Response.json(problem, { status: 400, headers: { 'Content-Type': 'application/problem+json' } })
}
