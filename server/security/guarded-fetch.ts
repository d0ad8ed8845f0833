import type { LookupFunction } from 'node:net'
import { Agent, errors, request } from 'undici'
import { type Outcome, refuse, succeed } from 'shared/wire'
import { boundedBody, StreamRefused } from './bounded-body.ts'
import { isPublicAddress, judgeUrl, refuseUrl, type SafeUrl } from './judge-url.ts'
import { type Resolve, type ResolvedAddress, resolveAll } from './resolve.ts'

const MAX_REDIRECTS = 5
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export interface GuardedFetchOptions {
  /** Exact origins that may be private and use any port. */
  readonly trustedOrigins: readonly string[]
  /** Bound of the body, checked on what is declared and on what arrives. */
  readonly maxBytes: number
  readonly connectMs?: number
  /** Longest silence, before the answer and within it. */
  readonly idleMs?: number
  /** From the call to the last byte, redirects included. */
  readonly totalMs?: number
  readonly accept?: string
  /** Sent to the origin of the first address alone: a redirect to another one is followed without them. */
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** How names become addresses; the system's resolver unless given. */
  readonly resolve?: Resolve
}

export interface GuardedAnswer {
  /** Fails with `StreamRefused`, which carries the problem, when a bound of size or time is passed. Cancel it when it is not read. */
  readonly body: ReadableStream<Uint8Array>
  readonly contentType: string | null
  /** As declared; null where it is not. */
  readonly contentLength: number | null
  readonly finalUrl: string
}

interface Hop {
  readonly url: SafeUrl
  readonly addresses: readonly ResolvedAddress[]
}

/**
 * Fetches an address that came from outside (GET, no credentials but those given, no proxy of the environment). Every address that a name has must be
 * public; exactly these are dialled, so a second answer of the resolver changes nothing. Redirects, at most five, are judged like the
 * first address. Problems: `invalid_request` for a refused address, `payload_too_large`, `timeout`, `provider_failed` (params.status),
 * `cancelled`.
 */
export async function guardedFetch(url: string, options: GuardedFetchOptions): Promise<Outcome<GuardedAnswer>> {
  const { connectMs = 10_000, idleMs = 60_000, totalMs = 600_000 } = options
  const overall = AbortSignal.timeout(totalMs)
  const signal = options.signal === undefined ? overall : AbortSignal.any([overall, options.signal])
  const problemOf = (error: unknown) => explain(error, { overall, caller: options.signal, totalMs })
  let next = url
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const hop = await Promise.race([admit(next, options), aborted(signal)])
    if (hop === 'aborted') return problemOf(signal.reason)
    if (!hop.ok) return hop
    const agent = new Agent({
      connect: { lookup: pinnedTo(hop.value.addresses), timeout: connectMs },
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
      maxHeaderSize: 16_384,
      pipelining: 0,
    })
    try {
      const own = new URL(hop.value.url).origin === new URL(url).origin ? options.headers : {}
      const headers = { accept: options.accept ?? '*/*', ...own, 'accept-encoding': 'identity', 'user-agent': 'Pagereel' }
      const answer = await request(hop.value.url, { dispatcher: agent, signal, headers })
      const location = REDIRECTS.has(answer.statusCode) ? headerOf(answer.headers, 'location') : null
      if (location !== null) {
        await agent.destroy()
        if (!URL.canParse(location, hop.value.url)) return refuseUrl('invalid')
        next = new URL(location, hop.value.url).href
        continue
      }
      const refusal = refuseAnswer(answer.statusCode, answer.headers, options.maxBytes)
      if (refusal !== null) {
        await agent.destroy()
        return refusal
      }
      const release = () => agent.destroy()
      const body = boundedBody(answer.body, { maxBytes: options.maxBytes, release, explain: problemOf })
      const contentLength = lengthOf(answer.headers)
      return succeed({ body, contentType: headerOf(answer.headers, 'content-type'), contentLength, finalUrl: hop.value.url })
    } catch (error) {
      await agent.destroy()
      return problemOf(error)
    }
  }
  return refuse('provider_failed', `The address redirects more than ${MAX_REDIRECTS} times.`, { params: { reason: 'redirects' } })
}

async function admit(text: string, options: GuardedFetchOptions): Promise<Outcome<Hop>> {
  const judged = judgeUrl(text, options.trustedOrigins)
  if (!judged.ok) return judged
  const { url, trusted } = judged.value
  const addresses = await (options.resolve ?? resolveAll)(new URL(url).hostname.replace(/^\[|\]$/g, ''))
  if (addresses.length === 0) {
    return refuse('provider_failed', 'The host of this address was not found.', { params: { reason: 'host_not_found' }, retryable: true })
  }
  if (!trusted && !addresses.every(({ address }) => isPublicAddress(address))) return refuseUrl('private')
  return succeed({ url, addresses })
}

/** A resolver cannot be told to stop, only be left behind. */
function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted')
    else signal.addEventListener('abort', () => resolve('aborted'), { once: true })
  })
}

/** The socket's own look-up answers with what was judged. An IP address as host is never looked up, and was judged as such. */
function pinnedTo(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses
    if (options.all === true)
      callback(
        null,
        addresses.map(({ address, family }) => ({ address, family })),
      )
    else if (first === undefined) callback(new Error('no address'), '', 0)
    else callback(null, first.address, first.family)
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

function refuseAnswer(status: number, headers: Headers, maxBytes: number): ReturnType<typeof refuse> | null {
  if (status < 200 || status > 299) {
    const retryable = status === 429 || status >= 500
    return refuse('provider_failed', `The address answered with status ${status}.`, { params: { reason: 'status', status }, retryable })
  }
  const encoding = headerOf(headers, 'content-encoding')
  if (encoding !== null && encoding !== 'identity') {
    return refuse('provider_failed', 'The address sent a compressed body although none was asked for.', { params: { reason: 'encoding' } })
  }
  return (lengthOf(headers) ?? 0) > maxBytes ? tooLarge(maxBytes) : null
}

function lengthOf(headers: Headers): number | null {
  const declared = headerOf(headers, 'content-length')
  return declared === null ? null : Number(declared)
}

function headerOf(headers: Headers, name: string): string | null {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

function tooLarge(maxBytes: number): ReturnType<typeof refuse> {
  return refuse('payload_too_large', `What lies at this address is larger than ${maxBytes} bytes.`, { params: { maxBytes } })
}

interface Limits {
  readonly overall: AbortSignal
  readonly caller: AbortSignal | undefined
  readonly totalMs: number
}

function explain(error: unknown, { overall, caller, totalMs }: Limits): ReturnType<typeof refuse> {
  if (error instanceof StreamRefused) return { ok: false, problem: error.problem }
  if (caller?.aborted === true) return refuse('cancelled', 'The download was broken off.')
  if (overall.aborted) return refuse('timeout', `The download took longer than ${totalMs / 1000} s.`, { params: { limit: 'total' } })
  if (error instanceof errors.ConnectTimeoutError) {
    return refuse('timeout', 'The address could not be reached in time.', { params: { limit: 'connect' } })
  }
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) {
    return refuse('timeout', 'The address fell silent.', { params: { limit: 'idle' } })
  }
  return refuse('provider_failed', 'The download from this address failed.', { params: { reason: 'connection' }, retryable: true })
}
