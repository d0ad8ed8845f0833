import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a route is for; `other` for what a simulator answers besides. */
export const ROUTE_KINDS = ['upload', 'start', 'observe', 'result', 'cancel', 'download', 'lookup', 'other'] as const
export type RouteKind = (typeof ROUTE_KINDS)[number]

export interface StatusFault {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown
}

/**
 * What goes wrong with a call. Not done by the provider: a status, `drop_before` (the connection breaks unanswered) and `html` (a page
 * of something in between, status 200). Done, and badly answered: `drop_after` (the connection breaks), `stall` (silence until the other
 * side hangs up), `truncate` (half of the body, then the connection breaks), `empty` (status 200 and nothing) and `garbage` (no JSON).
 */
export type FaultKind = StatusFault | 'drop_before' | 'drop_after' | 'stall' | 'html' | 'truncate' | 'empty' | 'garbage'

export interface Fault {
  readonly at: RouteKind
  readonly what: FaultKind
  /** Which of the next calls of this kind it happens to; the very next where left out. */
  readonly nth?: number
  /** How many calls in a row; one where left out. */
  readonly times?: number
  /** For a status: whether the provider does what it was asked and answers with the status nevertheless. */
  readonly taken?: boolean
}

/** Faults in the order in which they were scripted; those of one route kind happen one after the other. */
export class FaultScript {
  #waiting: { readonly fault: Fault; skip: number; left: number }[] = []

  add(faults: readonly Fault[]): void {
    this.#waiting.push(...faults.map((fault) => ({ fault, skip: (fault.nth ?? 1) - 1, left: fault.times ?? 1 })))
  }

  /** The fault that happens to this call, if any. */
  next(kind: RouteKind): Fault | null {
    const first = this.#waiting.find(({ fault }) => fault.at === kind)
    if (first === undefined) return null
    if (first.skip > 0) {
      first.skip -= 1
      return null
    }
    first.left -= 1
    if (first.left <= 0) this.#waiting = this.#waiting.filter((one) => one !== first)
    return first.fault
  }
}

/** The two sides of one exchange, for faults that are below HTTP. */
export interface Exchange {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** Answers a call with its fault; null where the fault has answered, or broken, the connection itself. */
export async function applyFault(
  fault: Fault,
  handle: () => Promise<Response>,
  { incoming, outgoing }: Exchange,
): Promise<Response | null> {
  const { what } = fault
  if (typeof what === 'object') {
    if (fault.taken === true) await handle()
    return statusAnswer(what)
  }
  switch (what) {
    case 'html':
      return new Response('<!doctype html><title>Just a moment…</title><p>Checking your browser.</p>', {
        headers: { 'content-type': 'text/html' },
      })
    case 'drop_before':
      incoming.socket.destroy()
      return null
    case 'drop_after':
      await handle()
      incoming.socket.destroy()
      return null
    case 'stall':
      await handle()
      if (!incoming.socket.destroyed) await once(incoming.socket, 'close')
      return null
    case 'empty':
      await handle()
      return new Response('', { status: 200, headers: { 'content-type': 'application/json' } })
    case 'garbage':
      await handle()
      return new Response('{"id": "4f', { status: 200, headers: { 'content-type': 'application/json' } })
    case 'truncate':
      break
  }
  await cutShort(await handle(), outgoing)
  return null
}

function statusAnswer({ status, headers = {}, body = {} }: StatusFault): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = typeof body === 'string' ? 'text/plain' : 'application/json'
  return new Response(text, { status, headers: { 'content-type': type, ...headers } })
}

async function cutShort(answer: Response, outgoing: ServerResponse): Promise<void> {
  const bytes = Buffer.from(await answer.arrayBuffer())
  outgoing.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': String(bytes.length) })
  await new Promise<void>((resolve) => {
    outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => resolve())
  })
  outgoing.destroy()
}
