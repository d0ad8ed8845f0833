import type RunwayML from '@runwayml/sdk'
import { type Answer, quoting } from '../answer.ts'
import { expired, forgotten, perhapsTaken, unavailable } from '../answers.ts'
import { makes } from '../at-once.ts'
import { saveResult } from '../download.ts'
import type { Access, Adapter, Call, Observed, Started } from '../port.ts'
import { createOneShotFetch, providerFetch } from '../transport.ts'
import { answerTo, createClient } from './client.ts'
import { PROVIDER, refusalOf, troubleOf } from './failures.ts'
import { requestFor, type RunwayRequest, uploads } from './request.ts'
import { chargeOf, createdTask, observedOf, operationFor, readOperation, readTask } from './tasks.ts'
import { uploadAll } from './uploads.ts'

type Say = ReturnType<typeof quoting>

/**
 * Runway's tasks API, version 2024-11-06, through its SDK. Tasks are polled, every five seconds at most often; there are neither keys for
 * requests nor a list of tasks, so a start whose answer is lost stays unknown.
 */
export function createRunway(access: Access): Adapter {
  const say = quoting(access.log, 'runway', access.key)
  const trustedOrigins = [...access.trustedOrigins, new URL(access.baseUrl).origin]
  const client = createClient(access, providerFetch())
  const observe = async (taskId: string, call: Call): Promise<Observed> => await look(client, taskId, say, call)
  return makes(['clip', 'image'], {
    prepare: async (_generation, files, call) => await uploadAll({ access, files, trustedOrigins, say, call }),
    start: async ({ generation, prepared }, call) => {
      const request = requestFor(generation, uploads.parse(prepared))
      return request.ok ? await start(access, request.value, say, call) : { kind: 'refused', problem: request.problem }
    },
    observe: async (kept, call) => await observe(readOperation(kept).taskId, call),
    cancel: async (kept, call) => {
      const { taskId } = readOperation(kept)
      const before = await observe(taskId, call)
      if (before.kind === 'trouble') return before
      // Deleting a task that is over deletes its result and hides what it cost.
      if (before.kind !== 'running') return { kind: 'requested' }
      const answer = await answerTo(client.tasks.delete(taskId, { signal: call.signal }))
      if (answer.kind === 'none' || answer.status !== 204) {
        note(say, 'cancel', answer)
        return answer.kind === 'answered' && answer.status === 404 ? { kind: 'requested' } : { kind: 'trouble', ...troubleOf(answer) }
      }
      const after = await observe(taskId, call)
      return { kind: 'cancelled', usdMicros: 'usdMicros' in after ? after.usdMicros : null, charged: 'unknown' }
    },
    download: async (kept, path, { signal }) => {
      const { url } = readOperation(kept)
      if (url === null) return { ok: false, problem: expired(PROVIDER) }
      return await saveResult({ provider: PROVIDER, url, path, trustedOrigins, signal })
    },
    operationOf: (providerJobId) => operationFor(providerJobId),
  })
}

/** The one paid call. */
async function start(access: Access, request: RunwayRequest, say: Say, { signal }: Call): Promise<Started> {
  const once = createOneShotFetch()
  const answer = await answerTo(create(createClient(access, once.fetch), request, signal))
  const created = answer.kind === 'answered' && isSuccess(answer.status) ? createdTask.safeParse(answer.json) : null
  if (created?.success === true) {
    const { id, estimatedCost } = created.data
    return { kind: 'accepted', providerJobId: id, operation: operationFor(id), usdMicros: chargeOf(estimatedCost) }
  }
  note(say, 'start', answer)
  if (answer.kind === 'none' && once.sent() === 'not_sent') {
    return { kind: 'not_sent', problem: unavailable(PROVIDER), retryAfterMs: null }
  }
  const problem = answer.kind === 'answered' ? refusalOf(answer) : null
  if (answer.kind === 'none' || problem === null) return { kind: 'unknown', problem: perhapsTaken(PROVIDER) }
  return answer.status === 429 ? { kind: 'not_sent', problem, retryAfterMs: answer.retryAfterMs } : { kind: 'refused', problem }
}

function create(client: RunwayML, request: RunwayRequest, signal: AbortSignal): { asResponse(): Promise<Response> } {
  if (request.endpoint === 'text_to_video') return client.textToVideo.create(request.body, { signal })
  if (request.endpoint === 'image_to_video') return client.imageToVideo.create(request.body, { signal })
  if (request.endpoint === 'video_to_video') return client.videoToVideo.create(request.body, { signal })
  return client.textToImage.create(request.body, { signal })
}

async function look(client: RunwayML, taskId: string, say: Say, { signal }: Call): Promise<Observed> {
  const answer = await answerTo(client.tasks.retrieve(taskId, { signal }))
  if (answer.kind === 'answered' && answer.status === 404) return { kind: 'lost', problem: forgotten(PROVIDER) }
  const task = answer.kind === 'answered' && answer.status === 200 ? readTask(answer.json, taskId) : null
  if (task === null) {
    note(say, 'observe', answer)
    return { kind: 'trouble', ...troubleOf(answer) }
  }
  if (task.status === 'FAILED') say('failure', `${task.failureCode ?? 'no code'}: ${task.failure}`)
  return observedOf(task)
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299
}

function note(say: Say, what: string, answer: Answer): void {
  if (answer.kind === 'none') say(what, answer.why)
  else say(what, answer.text, answer.status)
}
