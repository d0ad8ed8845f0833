import { createFalClient, type FalClient } from '@fal-ai/client'
import { type Answer, ask } from '../answer.ts'
import type { Access, Call } from '../port.ts'

/** Where fal's queue is; its other hosts are named by its client. */
export const FAL_BASE_URL = 'https://queue.fal.run'

export interface Asked<T> {
  /** Of the last call; what the client made of it is left aside, as it tells less. */
  readonly answer: Answer
  /** What the client came to; null where it did not. */
  readonly value: T | null
}

/** The client repeats what fails, whatever it is told, unless the failure bears the name of a person's own breaking off. */
class NotToBeRepeated extends Error {
  override readonly name = 'AbortError'
}

/** An address of fal's on the server that is configured: the same path there, on whichever of fal's hosts it is. */
export function addressOf(access: Pick<Access, 'baseUrl'>, url: string): string {
  if (access.baseUrl === FAL_BASE_URL) return url
  const { pathname, search } = new URL(url)
  return `${access.baseUrl}${pathname}${search}`
}

/**
 * Puts one question through fal's client, which knows its addresses, headers and bodies. Each call of the question leaves once; the
 * first that is not answered with success ends it. Never throws for what the other side or the network does.
 */
export async function askFal<T>(
  access: Access,
  send: typeof fetch,
  { signal }: Call,
  question: (client: FalClient) => Promise<T>,
): Promise<Asked<T>> {
  let last: Answer | null = null
  const client = createFalClient({
    credentials: access.key,
    retry: { maxRetries: 0 },
    requestMiddleware: async (request) => ({ ...request, url: addressOf(access, request.url) }),
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : input.toString()
      last = isAllowed(access, url)
        ? await ask(send, url, { ...init, signal })
        : { kind: 'none', sent: 'not_sent', why: 'no address of fal' }
      if (!isSuccess(last)) throw new NotToBeRepeated()
      return new Response(last.text, { headers: last.headers })
    },
  })
  const value = await question(client).catch((error: unknown) => {
    if (last === null) throw error
    return null
  })
  if (last === null) throw new Error('fal was asked nothing')
  return { answer: last, value: isSuccess(last) ? value : null }
}

export function isSuccess(answer: Answer): answer is Answer & { kind: 'answered' } {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status <= 299
}

/** Uploads go to an address that fal names: it must be encrypted, or on the server that is configured. */
function isAllowed({ baseUrl, trustedOrigins }: Access, url: string): boolean {
  if (!URL.canParse(url)) return false
  const { origin, protocol } = new URL(url)
  return protocol === 'https:' || origin === new URL(baseUrl).origin || trustedOrigins.includes(origin)
}
