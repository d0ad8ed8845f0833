import { type ClientRequestOptions, hc } from 'hono/client'
import type { AppType } from 'server/http'
import type { Problem } from 'shared/wire'
import type { Connection } from './connection.ts'
import { isProblem, type Check } from './read.ts'
import type { Failure, Reply } from './reply.ts'
import type { Stored } from './stored.ts'

export interface TransportOptions {
  readonly connection: Pick<Stored<Connection>, 'get'>
  readonly fetch?: typeof fetch
}

type Api = ReturnType<typeof hc<AppType>>['api']

/** The routes of the server at `base`, typed by its app, so that a call that no longer fits one does not compile. */
export function apiAt(base: string, options: ClientRequestOptions = {}): Api {
  return hc<AppType>(base, options).api
}

/** The part of an answer that is read. `T` is what the routes promise; the check decides what it is. */
interface Answer<T> {
  readonly ok: boolean
  readonly status: number
  json(): Promise<T>
}

type Call<T> = (api: Api) => Promise<Answer<T>>

export interface Asking {
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
}

export interface Transport {
  /** Asks, and reads the JSON answer with `check`. An aborted call counts as offline. */
  readonly ask: <T>(call: Call<NoInfer<T> | Problem>, check: Check<T>, asking?: Asking) => Promise<Reply<T>>
  /** Asks for something whose answer has no body that matters. */
  readonly tell: (call: Call<unknown>, asking?: Asking) => Promise<Reply<null>>
}

const TIMEOUT_MS = 30_000

/** Speaks HTTP with the backend of the stored connection and turns everything that can be expected into a {@link Reply}. */
export function createTransport({ connection, fetch: send = (input, init) => fetch(input, init) }: TransportOptions): Transport {
  const exchange = async <T>(call: Call<T>, { signal, timeoutMs = TIMEOUT_MS }: Asking): Promise<Reply<Answer<T>>> => {
    const { base, token } = await connection.get()
    const timeout = AbortSignal.timeout(timeoutMs)
    const api = apiAt(base, {
      fetch: send,
      headers: { Accept: 'application/json', ...(token === null ? {} : { Authorization: `Bearer ${token}` }) },
      init: { signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]), cache: 'no-store', credentials: 'omit' },
    })
    try {
      const answer = await call(api)
      return answer.ok ? { kind: 'ok', value: answer } : await readFailure(answer)
    } catch {
      return { kind: 'offline' }
    }
  }
  return {
    async ask(call, check, asking = {}) {
      const reply = await exchange(call, asking)
      if (reply.kind !== 'ok') return reply
      const value = await readJson(reply.value)
      return check(value) ? { kind: 'ok', value } : { kind: 'problem', problem: unreadable(reply.value.status) }
    },
    async tell(call, asking = {}) {
      const reply = await exchange(call, asking)
      return reply.kind === 'ok' ? { kind: 'ok', value: null } : reply
    },
  }
}

/** What a response that is not a success says. */
async function readFailure(answer: Answer<unknown>): Promise<Failure> {
  if (answer.status === 401) return { kind: 'unpaired' }
  const value = await readJson(answer)
  return { kind: 'problem', problem: isProblem(value) ? value : unreadable(answer.status) }
}

async function readJson(answer: Answer<unknown>): Promise<unknown> {
  try {
    return await answer.json()
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
