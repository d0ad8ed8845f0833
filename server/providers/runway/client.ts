import RunwayML, { APIError } from '@runwayml/sdk'
import { type Answer, parseJson, reasonOf } from '../answer.ts'
import type { Access } from '../port.ts'
import { retryAfterMs, wasSent } from '../transport.ts'

/** Longer than every bound of our own fetch, so that these are the ones that act. */
const TIMEOUT_MS = 120_000

/** Runway's SDK with its own retries and its own log off. */
export function createClient({ key, baseUrl }: Access, call: typeof fetch): RunwayML {
  return new RunwayML({
    apiKey: key,
    baseURL: baseUrl,
    runwayVersion: '2024-11-06',
    fetch: call,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    logLevel: 'off',
  })
}

/** The whole answer to one call of the SDK, whatever it says. Never throws for what the other side or the network does. */
export async function answerTo(call: { asResponse(): Promise<Response> }): Promise<Answer> {
  try {
    const response = await call.asResponse()
    const text = await response.text()
    const { status, headers } = response
    return { kind: 'answered', status, headers, text, json: parseJson(text), retryAfterMs: retryAfterMs(headers) }
  } catch (error) {
    return answerOfError(error)
  }
}

/** The SDK throws for every status that is no success; what it was told is in the error. */
export function answerOfError(error: unknown): Answer {
  if (!(error instanceof APIError) || typeof error.status !== 'number') return { kind: 'none', sent: wasSent(error), why: reasonOf(error) }
  const headers = error.headers instanceof Headers ? error.headers : new Headers()
  return { kind: 'answered', status: error.status, headers, text: error.message, json: error.error, retryAfterMs: retryAfterMs(headers) }
}
