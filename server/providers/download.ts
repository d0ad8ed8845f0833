import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type Outcome, type Problem, refuse, succeed } from 'shared/wire'
import { type GuardedAnswer, guardedFetch, StreamRefused } from '../security/index.ts'
import { expired } from './answers.ts'
import type { Downloaded } from './port.ts'

/** Statuses by which a provider says that a link or what lies behind it is gone. */
const GONE: ReadonlySet<unknown> = new Set([401, 403, 404, 410])
/** What an error page or an error object comes as, never a result. */
const NO_MEDIA = /^(?:text\/|application\/(?:json|problem\+json|xml|xhtml\+xml))/i
const MAX_BYTES = 500_000_000

export interface ResultLink {
  /** For the words of a problem. */
  readonly provider: string
  readonly url: string
  /** Such as the key, where the provider's own server is asked; kept from other origins. */
  readonly headers?: Readonly<Record<string, string>>
  readonly path: string
  /** Exact origins that may be private. */
  readonly trustedOrigins: readonly string[]
  readonly signal: AbortSignal
  readonly maxBytes?: number
}

/**
 * Fetches a result to `path`, whole or not at all: as many bytes as were declared, and nothing that calls itself a page. Addresses in
 * private networks are refused unless trusted. Problems: `provider_failed` with `params.reason` `expired` where the link has run out,
 * `private` where the address may not be asked, else retryable; `payload_too_large`, `timeout`, `cancelled`, `storage_full`.
 */
export async function saveResult(link: ResultLink): Promise<Outcome<Downloaded>> {
  const { provider, url, headers = {}, trustedOrigins, signal, maxBytes = MAX_BYTES } = link
  const answer = await guardedFetch(url, { trustedOrigins, maxBytes, signal, headers, accept: 'video/*,image/*;q=0.9,*/*;q=0.5' })
  if (!answer.ok) return { ok: false, problem: resultProblem(provider, answer.problem) }
  const saved = await writeBody(link, answer.value)
  if (!saved.ok) await rm(link.path, { force: true })
  return saved
}

async function writeBody({ provider, path }: ResultLink, answer: GuardedAnswer): Promise<Outcome<Downloaded>> {
  const { body, contentLength, contentType } = answer
  if (contentType !== null && NO_MEDIA.test(contentType)) {
    await body.cancel()
    return unusable(provider, 'type')
  }
  const file = createWriteStream(path)
  try {
    await pipeline(body, file)
  } catch (error) {
    if (error instanceof StreamRefused) return { ok: false, problem: resultProblem(provider, error.problem) }
    if (hasCode(error, 'ENOSPC')) return refuse('storage_full', 'There is no room left for the result.')
    throw error
  }
  const bytes = file.bytesWritten
  if (bytes === 0 || (contentLength !== null && contentLength !== bytes)) return unusable(provider, 'length')
  return succeed({ bytes, mime: contentType?.split(';')[0]?.trim() ?? null })
}

/** A download that may be tried again: what came is not what was promised. */
function unusable(provider: string, reason: 'type' | 'length'): ReturnType<typeof refuse> {
  return refuse('provider_failed', `What ${provider} sent is not the whole result.`, { params: { provider, reason }, retryable: true })
}

function resultProblem(provider: string, problem: Problem): Problem {
  const { code, params } = problem
  if (code === 'invalid_request' && params['reason'] === 'private') {
    const detail = `${provider} keeps the result at a private address. Name its origin in TRUSTED_ORIGINS if that is meant.`
    return refuse('provider_failed', detail, { params: { provider, reason: 'private' }, retryable: false }).problem
  }
  if (code === 'invalid_request') {
    return refuse('provider_failed', `${provider} gave no usable address of the result.`, {
      params: { provider, reason: 'address' },
      retryable: false,
    }).problem
  }
  if (code === 'provider_failed' && GONE.has(params['status'])) return expired(provider)
  return { ...problem, params: { ...params, provider } }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
