import { z } from 'zod'
import type { ProviderLog } from './port.ts'
import { retryAfterMs, type Sent, wasSent } from './transport.ts'

const LONGEST_NOTE = 500

/** What came back from one call: an answer, its body read to the end, or none. */
export type Answer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Headers
      readonly text: string
      /** Undefined where the body is no JSON. */
      readonly json: unknown
      readonly retryAfterMs: number | null
    }
  | { readonly kind: 'none'; readonly sent: Sent; readonly why: string }

/** One call and the whole of its answer, for adapters without an SDK. Never throws for what the other side or the network does. */
export async function ask(call: typeof fetch, url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await call(url, init)
    const text = await response.text()
    const { status, headers } = response
    return { kind: 'answered', status, headers, text, json: parseJson(text), retryAfterMs: retryAfterMs(headers) }
  } catch (error) {
    return { kind: 'none', sent: wasSent(error), why: reasonOf(error) }
  }
}

/**
 * One call that an SDK makes, as it was answered: SDKs throw away bodies and causes that they do not know. The SDK must take the fetch
 * that it is given, with its own retries off.
 */
export async function askThrough(call: typeof fetch, sdk: (through: typeof fetch) => Promise<unknown>): Promise<Answer> {
  let asked = false
  let answer: Answer | null = null
  const recording: typeof fetch = async (input, init) => {
    asked = true
    try {
      const response = await call(input, init)
      const { status, headers } = response
      const text = await response.text()
      answer = { kind: 'answered', status, headers, text, json: parseJson(text), retryAfterMs: retryAfterMs(headers) }
      return new Response(text === '' ? null : text, { status, headers })
    } catch (error) {
      answer = { kind: 'none', sent: wasSent(error), why: reasonOf(error) }
      throw error
    }
  }
  try {
    await sdk(recording)
  } catch (error) {
    return answer ?? { kind: 'none', sent: asked ? 'perhaps' : 'not_sent', why: reasonOf(error) }
  }
  return answer ?? { kind: 'none', sent: 'not_sent', why: 'nothing was asked' }
}

/** A text as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return z.unknown().parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Why a call failed, for the log: the innermost cause, as that is what the system said. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason'
  return error.cause instanceof Error ? reasonOf(error.cause) : `${error.name}: ${error.message}`
}

/** A provider's words as they may be logged: one line, short, without keys and without the query of an address, which signs it. */
export function quotable(said: string, ...secrets: readonly string[]): string {
  const bare = secrets.filter((secret) => secret.length > 3).reduce((text, secret) => text.replaceAll(secret, '[key]'), said)
  return bare
    .replace(/(https?:\/\/[^\s"'<>?#]+)[?#][^\s"'<>]*/g, '$1?…')
    .replace(/\b(Bearer|Key|Basic)\s+[\w.~+/=:-]{8,}/gi, '$1 [key]')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST_NOTE)
}

/** A log that takes a provider's words as they came and passes on what is quotable of them. */
export function quoting(log: ProviderLog, provider: string, ...secrets: readonly string[]) {
  return (what: string, said: string, status?: number): void =>
    log({ provider, what, ...(status === undefined ? {} : { status }), said: quotable(said, ...secrets) })
}
