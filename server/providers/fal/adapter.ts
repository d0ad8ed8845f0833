import { openAsBlob } from 'node:fs'
import { type Outcome, succeed } from 'shared/wire'
import { type Answer, quoting } from '../answer.ts'
import { badKey, failedThere, tooBusy, unavailable } from '../answers.ts'
import { makes } from '../at-once.ts'
import { saveResult } from '../download.ts'
import type { Access, Adapter, Call, InputFile } from '../port.ts'
import { createOneShotFetch, providerFetch } from '../transport.ts'
import { askFal, isSuccess } from './calls.ts'
import { endpointOf } from './catalog.ts'
import { inputFor, type Uploads, uploads } from './input.ts'
import { FAL_KINDS, wayOf } from './model.ts'
import { judgeCancel, judgeResult, judgeStatus, operation as operationSchema } from './observe.ts'
import { NAME, readFailure, refusalOf } from './refusal.ts'
import { judgeStart } from './start.ts'
import { createWebhookReader } from './webhook.ts'

/** How long fal keeps what is uploaded and what is made, in seconds. */
const KEPT_SECONDS = 86_400

/**
 * Models behind fal's queue, Pika's among them: posting a request answers with its id, its status is asked for until it is over, and
 * only its result tells whether it went well. Files are uploaded to fal's storage first.
 */
export function createFal(access: Access): Adapter {
  const send = providerFetch()
  const say = quoting(access.log, 'fal', access.key, ...access.key.split(':'))
  const noted = (what: string, answer: Answer): void => {
    if (answer.kind === 'none') say(what, answer.why)
    else if (!isSuccess(answer) || answer.json === undefined) say(what, answer.text, answer.status)
  }
  return makes(FAL_KINDS, {
    prepare: async (_generation, files, call) => {
      const stored: Uploads = []
      for (const file of files) {
        const { answer, url } = await upload(access, send, file, call)
        noted('upload', answer)
        if (url === null) return uploadFailed(answer)
        stored.push({ role: file.role, url })
      }
      return succeed(stored)
    },
    start: async ({ generation, prepared, webhookUrl }, call) => {
      const { endpoint, deadlineSeconds } = endpointOf(generation.model, wayOf(generation))
      const input = inputFor(endpoint, generation, uploads.parse(prepared))
      const { answer } = await askFal(access, createOneShotFetch().fetch, call, async ({ queue }) =>
        queue.submit(endpoint.id, {
          input,
          abortSignal: call.signal,
          // What has not begun by the attempt's deadline is not to be begun, and paid, after it.
          startTimeout: deadlineSeconds,
          storageSettings: { expiresIn: KEPT_SECONDS },
          ...(webhookUrl === null ? {} : { webhookUrl }),
        }),
      )
      noted('start', answer)
      return judgeStart(answer, endpoint.id)
    },
    observe: async (kept, call) => {
      const operation = operationSchema.parse(kept)
      const { endpoint, requestId } = operation
      const status = await askFal(access, send, call, async ({ queue }) => queue.status(endpoint, { requestId, abortSignal: call.signal }))
      noted('status', status.answer)
      const observed = judgeStatus(status.answer)
      if (observed !== 'completed') return observed
      const result = await askFal(access, send, call, async ({ queue }) => queue.result(endpoint, { requestId, abortSignal: call.signal }))
      noted('result', result.answer)
      return judgeResult(result.answer, operation)
    },
    cancel: async (kept, call) => {
      const { endpoint, requestId } = operationSchema.parse(kept)
      const { answer } = await askFal(access, send, call, async ({ queue }) =>
        queue.cancel(endpoint, { requestId, abortSignal: call.signal }),
      )
      noted('cancel', answer)
      return judgeCancel(answer)
    },
    download: async (kept, path, { signal }) => {
      const { url } = operationSchema.parse(kept)
      if (url === null) throw new Error('a result is fetched after it was observed')
      const trustedOrigins = [...access.trustedOrigins, new URL(access.baseUrl).origin]
      return await saveResult({ provider: NAME, url, path, trustedOrigins, signal })
    },
    partsOf: (kept) => {
      const { parts = [], ...operation } = operationSchema.parse(kept)
      return parts.map(({ name, url }) => ({ name, operation: { ...operation, url } }))
    },
    operationOf: (providerJobId, generation) => ({
      endpoint: endpointOf(generation.model, wayOf(generation)).endpoint.id,
      requestId: providerJobId,
      url: null,
    }),
    readWebhook: createWebhookReader(access, send),
  })
}

async function upload(
  access: Access,
  send: typeof fetch,
  { path, mime, name }: InputFile,
  call: Call,
): Promise<{ readonly answer: Answer; readonly url: string | null }> {
  const file = new File([await openAsBlob(path)], name, { type: mime })
  const { answer, value } = await askFal(access, send, call, async ({ storage }) =>
    storage.upload(file, { lifecycle: { expiresIn: KEPT_SECONDS } }),
  )
  return { answer, url: typeof value === 'string' && URL.canParse(value) ? value : null }
}

function uploadFailed(answer: Answer): Outcome<never> {
  if (answer.kind === 'none') return { ok: false, problem: unavailable(NAME) }
  const { status } = answer
  if (status === 401 || status === 403) return { ok: false, problem: badKey(NAME, 'FAL_KEY') }
  if (status === 429) return { ok: false, problem: tooBusy(NAME) }
  const failure = readFailure(answer)
  if (status >= 400 && status < 500 && failure !== null) return { ok: false, problem: refusalOf(failure) }
  return { ok: false, problem: status >= 500 ? unavailable(NAME) : failedThere(NAME) }
}
