import { Agent, buildConnector, request as send } from 'undici'

/** Whether a request had left this machine when its call failed. */
export type Sent = 'not_sent' | 'perhaps'

/** Why a call brought no answer. Nothing in it comes from the other side. */
export class TransportError extends Error {
  readonly sent: Sent

  constructor(sent: Sent, cause: unknown) {
    super('the call brought no answer', { cause })
    this.name = 'TransportError'
    this.sent = sent
  }
}

export interface TransportLimits {
  /** Until a connection stands, TLS included. */
  readonly connectMs?: number
  /** From the request to the head of its answer. */
  readonly headersMs?: number
  /** Longest silence within an answer. */
  readonly idleMs?: number
  /** Of an answer's body. */
  readonly maxBytes?: number
}

const CONNECT_MS = 10_000
const HEADERS_MS = 30_000
/** A start may be held while the provider looks at pictures. */
const START_HEADERS_MS = 60_000
const IDLE_MS = 30_000
const MAX_BYTES = 10 * 1024 * 1024
const LONGEST_WAIT_MS = 3_600_000
/** Statuses whose answers have no body, which `Response` insists on. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304])

/** Failures of connecting, at which nothing of the request has left. */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_NODATA',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/**
 * A fetch for the calls of one adapter that cost nothing. It connects directly, whatever proxy the environment names, follows no
 * redirect, bounds times and bytes, and fails with `TransportError`. Time-outs: 10 s to connect, 30 s to the head of an answer, 30 s of
 * silence within it; bodies up to 10 MB.
 */
export function providerFetch(limits: TransportLimits = {}): typeof fetch {
  const agent = new Agent({ connect: { timeout: limits.connectMs ?? CONNECT_MS }, allowH2: false, pipelining: 1 })
  // A connection that is kept may have died unseen, so only an error of connecting itself tells that nothing was sent.
  return async (input, init) => await exchange(new Request(input, init), agent, limits, wasSent)
}

export interface OneShotFetch {
  readonly fetch: typeof fetch
  /** `not_sent`: nothing has left so far. `perhaps`: a connection stood. `answered`: the head of an answer has come. */
  sent(): Sent | 'answered'
}

/**
 * A fetch for one paid call. At most one request leaves, over a connection of its own, so that a failure tells whether it had left: as
 * long as no connection stands, nothing has. A second call, such as an SDK's retry, rejects with the first failure.
 */
export function createOneShotFetch(limits: TransportLimits = {}): OneShotFetch {
  let state: Sent | 'answered' = 'not_sent'
  let first: Promise<Response> | null = null
  const connect = buildConnector({ timeout: limits.connectMs ?? CONNECT_MS, allowH2: false })
  const agent = new Agent({
    pipelining: 0,
    allowH2: false,
    connect: (options, callback) => {
      connect(options, (...[error, socket]) => {
        if (error !== null) return callback(error, null)
        state = 'perhaps'
        callback(null, socket)
      })
    },
  })
  const sendOnce = async (request: Request): Promise<Response> => {
    const answer = await exchange(request, agent, { headersMs: START_HEADERS_MS, ...limits }, () =>
      state === 'not_sent' ? 'not_sent' : 'perhaps',
    )
    state = 'answered'
    return answer
  }
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init)
      // SDKs ask a `data:` address what kind of Response there is; that leaves nobody's machine.
      if (request.url.startsWith('data:')) return await fetch(request)
      if (first !== null) {
        await first
        throw new TransportError('perhaps', new Error('a paid request leaves once'))
      }
      first = sendOnce(request)
      return await first
    },
    sent: () => state,
  }
}

/** Whether the request of a failed call may have left. Looks through what SDKs wrap around a failure. */
export function wasSent(error: unknown): Sent {
  if (error instanceof TransportError) return error.sent
  if (!(error instanceof Error)) return 'perhaps'
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.every((one) => wasSent(one) === 'not_sent') ? 'not_sent' : 'perhaps'
  }
  if ('code' in error && typeof error.code === 'string' && BEFORE_SENDING.has(error.code)) return 'not_sent'
  return error.cause === undefined ? 'perhaps' : wasSent(error.cause)
}

/**
 * How long a provider wishes not to be asked, in milliseconds: `retry-after-ms`, or `retry-after` as seconds or HTTP date (RFC 9110
 * section 10.2.3). Null where it is absent or makes no sense; never more than an hour.
 */
export function retryAfterMs(headers: Headers | Readonly<Record<string, string>>, now: number = Date.now()): number | null {
  const read = headers instanceof Headers ? headers : new Headers(headers)
  return inBounds(read.get('retry-after-ms'), 1) ?? inBounds(read.get('retry-after'), 1000) ?? untilDate(read.get('retry-after'), now)
}

function inBounds(text: string | null, unitMs: number): number | null {
  if (text === null || !/^\s*\d{1,15}(?:\.\d+)?\s*$/.test(text)) return null
  return Math.min(LONGEST_WAIT_MS, Math.ceil(Number(text) * unitMs))
}

function untilDate(text: string | null, now: number): number | null {
  const at = text === null || !/[a-z]/i.test(text) ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? null : Math.min(LONGEST_WAIT_MS, Math.max(0, at - now))
}

/** One request and its answer, the body of which is read only as far as it is asked for. */
async function exchange(request: Request, agent: Agent, limits: TransportLimits, judge: (error: unknown) => Sent): Promise<Response> {
  try {
    // undici connects before it looks at the signal, and a connection that stands counts as sent.
    request.signal.throwIfAborted()
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer())
    const answer = await send(request.url, {
      method: request.method,
      headers: { ...Object.fromEntries(request.headers), 'accept-encoding': 'identity' },
      body,
      signal: request.signal,
      dispatcher: agent,
      headersTimeout: limits.headersMs ?? HEADERS_MS,
      bodyTimeout: limits.idleMs ?? IDLE_MS,
    })
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one)
    }
    if (!BODILESS.has(answer.statusCode)) {
      return new Response(ReadableStream.from(bounded(answer.body, limits.maxBytes ?? MAX_BYTES)), { status: answer.statusCode, headers })
    }
    await answer.body.dump()
    return new Response(null, { status: answer.statusCode, headers })
  } catch (error) {
    throw new TransportError(judge(error), error)
  }
}

/** The bytes of an answer, broken off past a bound. Its head has come, so the request had left. */
async function* bounded(body: AsyncIterable<unknown>, maxBytes: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let received = 0
  try {
    for await (const chunk of body) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('a body is made of bytes')
      received += chunk.byteLength
      if (received > maxBytes) throw new RangeError(`an answer of more than ${maxBytes} bytes`)
      yield new Uint8Array(chunk)
    }
  } catch (error) {
    throw new TransportError('perhaps', error)
  }
}
