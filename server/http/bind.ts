import { type Server, createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { makeProblem } from 'shared/wire'

/** How long answers under way may still take when the server stops. */
const GRACE_MS = 3000
/** A large upload over a slow disk takes longer than Node's default of five minutes. */
const LONGEST_REQUEST_MS = 60 * 60 * 1000

/** Longer than clients keep an idle connection, so that it is they who close it and no request meets a closing one. */
const IDLE_MS = 75_000

type Fetch = Parameters<typeof getRequestListener>[0]

/** A port that is answered at. */
export interface Bound {
  readonly port: number
  /** Takes no new connection, lets answers under way end, and cuts what is left after 3 s. */
  readonly close: () => Promise<void>
}

/** Answers HTTP at an address by `fetch`. `message` is one sentence for the operator. */
export async function bind(
  fetch: Fetch,
  at: { readonly port: number; readonly host: string },
): Promise<{ readonly ok: true; readonly bound: Bound } | { readonly ok: false; readonly message: string }> {
  const listener = getRequestListener(fetch, { errorHandler: () => malformed() })
  const limits = { requestTimeout: LONGEST_REQUEST_MS, keepAliveTimeout: IDLE_MS }
  const server = createServer(limits, (incoming, outgoing) => void listener(incoming, outgoing))
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve)
    server.listen({ port: at.port, host: at.host, backlog: 1024 }, () => resolve(null))
  })
  if (failure?.code === 'EADDRINUSE') return { ok: false, message: `Port ${at.port} is taken by another program: stop it, or set PORT.` }
  if (failure !== null) return { ok: false, message: `Cannot listen on ${at.host}:${at.port}: ${failure.message}.` }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens at no port')
  return { ok: true, bound: { port: address.port, close: () => closeGently(server) } }
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
