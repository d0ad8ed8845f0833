import type { Backend, PictureUpload, StreamHandlers } from './backend-types.ts'
import type { Connection } from './connection.ts'
import { followEvents, type StreamOptions } from './events.ts'
import {
  isAsset,
  isBudget,
  isChangePage,
  isEstimate,
  isJob,
  isOperation,
  isOperationList,
  isPairing,
  isProviderList,
  isSettings,
  isToken,
  isUser,
} from './read.ts'
import type { Stored } from './stored.ts'
import type { Job } from 'shared/wire'
import { storyCalls } from './story-calls.ts'
import { apiAt, createTransport } from './transport.ts'

export interface BackendOptions extends Omit<StreamOptions, 'connection'> {
  readonly connection: Stored<Connection>
}

const UPLOAD_TIMEOUT_MS = 5 * 60_000

/** The client of the backend at the stored base, with the stored token; both are read again for each call. */
export function createBackend(options: BackendOptions): Backend {
  const { connection } = options
  const transport = createTransport(options)
  const { ask, tell } = transport
  return {
    ...storyCalls(transport),
    openPairing: (name) => ask((api) => api.pairings.$post({ json: { name } }), isPairing),
    confirmPairing: (id, code) => ask((api) => api.pairings[':id'].confirm.$post({ ...at(id), json: { code } }), isToken),
    check: () => tell((api) => api.budget.$get()),

    createJob: (request, { idempotencyKey, ...asking }) =>
      ask((api) => api.jobs.$post({ json: request, header: { 'idempotency-key': idempotencyKey } }), isJob, asking),
    getJob: (id) => ask((api) => api.jobs[':id'].$get(at(id)), isJob),
    cancelJob: (id) => ask((api) => api.jobs[':id'].cancel.$post(at(id)), isJob),
    retryJob: (id, retry, { idempotencyKey }) =>
      ask((api) => api.jobs[':id'].retry.$post({ ...at(id), json: retry, header: { 'idempotency-key': idempotencyKey } }), isJob),
    remakeJob: (id, remake, { idempotencyKey }) =>
      ask((api) => api.jobs[':id'].remake.$post({ ...at(id), json: remake, header: { 'idempotency-key': idempotencyKey } }), isJob),
    removeJob: (id) => tell((api) => api.jobs[':id'].$delete(at(id))),
    restoreJob: (id) => ask((api) => api.jobs[':id'].restore.$post(at(id)), isJob),
    patchJob: (id, patch) => ask((api) => api.jobs[':id'].$patch({ ...at(id), json: patch }), isJob),

    uploadPicture(bytes, upload) {
      const body = uploadForm(bytes, upload)
      return ask((api) => api.assets.$post({ query: {} }, { init: { body } }), isAsset, { timeoutMs: UPLOAD_TIMEOUT_MS })
    },
    getAsset: (id) => ask((api) => api.assets[':id'].$get(at(id)), isAsset),

    estimate: (request, asking) => ask((api) => api.estimates.$post({ json: request }), isEstimate, asking),
    providers: () => ask((api) => api.providers.$get(), isProviderList),
    budget: () => ask((api) => api.budget.$get(), isBudget),
    setBudget: (monthlyUsdMicros) => ask((api) => api.budget.$put({ json: { monthlyUsdMicros } }), isBudget),
    me: () => ask((api) => api.users.me.$get(), isUser),
    unknownOperations: () => ask((api) => api.operations.$get({ query: { status: 'unknown' } }), isOperationList),
    adoptOperation: (id, adoption, { idempotencyKey }) =>
      ask((api) => api.operations[':id'].adopt.$post({ ...at(id), json: adoption, header: { 'idempotency-key': idempotencyKey } }), isJob),
    releaseOperation: (id) => ask((api) => api.operations[':id'].release.$post(at(id)), isOperation),
    settings: () => ask((api) => api.settings.$get(), isSettings),
    updateSettings: (update) => ask((api) => api.settings.$put({ json: update }), isSettings),

    changes: (after, limit = 200) => ask((api) => api.changes.$get({ query: { after, limit } }), isChangePage),
    follow: (handlers: StreamHandlers) => followEvents(options, handlers),

    async mediaUrl(path) {
      const { base } = await connection.get()
      return new URL(path, base).href
    },
    async download(of, format) {
      const { base, token } = await connection.get()
      const url = apiAt(base).jobs[':id'].download.$url({ ...at(of.id), query: {} })
      url.searchParams.set('format', format)
      return {
        url: url.href,
        filename: fileNameOf(of.title ?? promptOf(of) ?? of.kind, of.id, format),
        headers: token === null ? [] : [{ name: 'Authorization', value: `Bearer ${token}` }],
      }
    },
  }
}

/** The place of an id in a path; the client puts it there as it is. */
function at(id: string): { readonly param: { readonly id: string } } {
  return { param: { id: encodeURIComponent(id) } }
}

/** Not by the client's own `form`: the server reads the form as a stream, so its type has no fields. */
function uploadForm(bytes: Blob, upload: PictureUpload): FormData {
  const form = new FormData()
  form.set('file', bytes, upload.filename ?? 'picture')
  form.set('sourceType', upload.sourceType)
  if (upload.origin !== undefined) form.set('origin', JSON.stringify(upload.origin))
  return form
}

/** A file name that every system takes: words of the title, then the end of the id so that two never clash. */
export function fileNameOf(title: string, id: string, ending: string): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '')
  return `Pagereel/${words === '' ? 'clip' : words}-${id.slice(-6)}.${ending}`
}

function promptOf({ request }: Job): string | undefined {
  return 'prompt' in request ? request.prompt : undefined
}
