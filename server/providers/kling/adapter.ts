import { succeed } from 'shared/wire'
import { z } from 'zod'
import { type Answer, ask, quoting } from '../answer.ts'
import { expired, forgotten, perhapsTaken } from '../answers.ts'
import { makes } from '../at-once.ts'
import { saveResult } from '../download.ts'
import type { Access, Adapter, Call, LookedUp, Started } from '../port.ts'
import { createOneShotFetch, providerFetch } from '../transport.ts'
import { mayBeKnownKey, NAME, namesKey, readLookup, readStanding, readStart, readTask } from './protocol.ts'
import { requestFor } from './request.ts'
import { readKlingWebhook } from './webhook.ts'

export const KLING_BASE_URL = 'https://api-singapore.klingai.com'

export interface KlingAccess extends Access {
  /** As Kling's console shows it; null: Kling is not asked to tell, as nobody could check who does. */
  readonly webhookSecret: string | null
}

const operation = z.object({ id: z.string(), url: z.string().optional() })

/**
 * Kling by the newer of its two APIs. Our key goes along as `external_task_id`, which Kling keeps unique and can be asked for, so a start
 * whose answer is lost can be looked up. Kling has no way to cancel.
 */
export function createKling(access: KlingAccess): Adapter {
  const { baseUrl, webhookSecret } = access
  const note = quoting(access.log, 'kling', access.key)
  const calls = providerFetch()
  const headers = { authorization: `Bearer ${access.key}`, accept: 'application/json' }
  const noted = (what: string, answer: Answer): Answer => {
    if (answer.kind === 'none') note(what, answer.why)
    else if (answer.status !== 200) note(what, answer.text, answer.status)
    return answer
  }
  const get = async (what: string, query: Readonly<Record<string, string>>, { signal }: Call): Promise<Answer> =>
    noted(what, await ask(calls, `${baseUrl}/tasks?${new URLSearchParams(query).toString()}`, { headers, signal }))
  const lookup = async (key: string, call: Call): Promise<LookedUp> => readLookup(await get('lookup', { external_task_ids: key }, call))

  return makes(['clip'], {
    prepare: async () => succeed({}),
    start: async ({ generation, files, key, webhookUrl }, call) => {
      const callbackUrl = webhookSecret === null ? null : webhookUrl
      const { path, body } = await requestFor(generation, files, { key, callbackUrl })
      const init = {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: call.signal,
      }
      const answer = noted('start', await ask(createOneShotFetch().fetch, `${baseUrl}${path}`, init))
      const started = readStart(answer)
      if (started.kind === 'unknown' && answer.kind === 'answered' && answer.status === 200) note('start', answer.text, answer.status)
      // Kling has no code of its own for a key that it knows already: the task may be there.
      return started.kind === 'refused' && mayBeKnownKey(answer) ? adopted(started, namesKey(answer), await lookup(key, call)) : started
    },
    observe: async (kept, call) => {
      const known = operation.safeParse(kept)
      if (!known.success) return { kind: 'lost', problem: forgotten(NAME) }
      const read = readTask(await get('observe', { task_ids: known.data.id }, call))
      if (read.kind === 'trouble') return read
      if (read.task?.status === 'failed') note('failed', read.task.message ?? '')
      return readStanding(read.task)
    },
    cancel: async () => ({ kind: 'impossible' }),
    download: async (kept, path, { signal }) => {
      const { url } = operation.parse(kept)
      if (url === undefined) return { ok: false, problem: expired(NAME) }
      const trustedOrigins = [...access.trustedOrigins, new URL(baseUrl).origin]
      return await saveResult({ provider: NAME, url, path, trustedOrigins, signal })
    },
    lookup: (key, _generation, call) => lookup(key, call),
    operationOf: (id) => ({ id }),
    ...(webhookSecret === null ? {} : { readWebhook: async (message) => readKlingWebhook(webhookSecret, message) }),
  })
}

/** A start that was refused although its key may be in use: the task that has it, if it can be found. */
function adopted(refused: Started, isAboutKey: boolean, found: LookedUp): Started {
  if (found.kind === 'found') return { kind: 'accepted', providerJobId: found.providerJobId, operation: found.operation, usdMicros: null }
  return isAboutKey ? { kind: 'unknown', problem: perhapsTaken(NAME) } : refused
}
