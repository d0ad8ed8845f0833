import type { Problem } from 'shared/wire'
import type { Connection } from './connection.ts'
import { isProblem, type Check } from './read.ts'
import type { Failure, Reply } from './reply.ts'
import type { Stored } from './stored.ts'

export interface TransportOptions {
  readonly connection: Pick<Stored<Connection>, 'get'>
  readonly fetch?: typeof fetch
}

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON, or as it is where it is a form. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
  /** Where to ask instead of the stored base; nothing of the stored token is sent there. */
  readonly base?: string
}

export interface Transport {
  /** Asks, and reads the JSON answer with `check`; `null` as check reads an answer without a body. An aborted call counts as offline. */
  readonly ask: <T>(path: string, check: Check<T>, asking?: Asking) => Promise<Reply<T>>
  readonly tell: (path: string, asking: Asking) => Promise<Reply<null>>
}

const TIMEOUT_MS = 30_000

/** Speaks HTTP with the backend of the stored connection and turns everything that can be expected into a {@link Reply}. */
export function createTransport({ connection, fetch: send = (input, init) => fetch(input, init) }: TransportOptions): Transport {
  const exchange = async (path: string, asking: Asking): Promise<Reply<Response>> => {
    const { base, token } = await connection.get()
    const timeout = AbortSignal.timeout(asking.timeoutMs ?? TIMEOUT_MS)
    const headers = new Headers({ Accept: 'application/json', ...asking.headers })
    if (token !== null && asking.base === undefined) headers.set('Authorization', `Bearer ${token}`)
    try {
      const response = await send((asking.base ?? base) + path, {
        method: asking.method ?? 'GET',
        ...encodeBody(asking.body, headers),
        headers,
        signal: asking.signal === undefined ? timeout : AbortSignal.any([asking.signal, timeout]),
        cache: 'no-store',
        credentials: 'omit',
      })
      return response.ok ? { kind: 'ok', value: response } : await readFailure(response)
    } catch {
      return { kind: 'offline' }
    }
  }
  return {
    async ask(path, check, asking = {}) {
      const reply = await exchange(path, asking)
      if (reply.kind !== 'ok') return reply
      const value = await readJson(reply.value)
      return check(value) ? { kind: 'ok', value } : { kind: 'problem', problem: unreadable(reply.value.status) }
    },
    async tell(path, asking) {
      const reply = await exchange(path, asking)
      return reply.kind === 'ok' ? { kind: 'ok', value: null } : reply
    },
  }
}

/** What a response that is not a success says. */
export async function readFailure(response: Response): Promise<Failure> {
  if (response.status === 401) return { kind: 'unpaired' }
  const value = await readJson(response)
  return { kind: 'problem', problem: isProblem(value) ? value : unreadable(response.status) }
}

function encodeBody(body: unknown, headers: Headers): { body?: BodyInit } {
  if (body === undefined) return {}
  if (body instanceof FormData || body instanceof Blob) return { body }
  headers.set('Content-Type', 'application/json')
  return { body: JSON.stringify(body) }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

function unreadable(status: number): Problem {
  return {
    type: 'https://pagereel.dev/problems/internal-error',
    title: 'The backend answered with something else',
    status,
    code: 'internal_error',
    params: { status },
    detail: `The backend answered with status ${status} and something that is not what was asked for. Is another program listening there?`,
    retryable: true,
  }
}
