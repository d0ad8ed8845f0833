import type { Backend, DownloadFormat, PictureUpload, StreamHandlers } from './backend-types.ts'
import type { Connection } from './connection.ts'
import { followEvents, type StreamOptions } from './events.ts'
import {
  isAsset,
  isBudget,
  isChangePage,
  isEstimate,
  isJob,
  isPairing,
  isProviderList,
  isSettings,
  isToken,
} from './read.ts'
import type { Stored } from './stored.ts'
import { createTransport } from './transport.ts'

export interface BackendOptions extends Omit<StreamOptions, 'connection'> {
  readonly connection: Stored<Connection>
}

const UPLOAD_TIMEOUT_MS = 5 * 60_000

/** The client of the backend at the stored base, with the stored token; both are read again for each call. */
export function createBackend(options: BackendOptions): Backend {
  const { connection } = options
  const { ask, tell } = createTransport(options)
  const job = (id: string, action = ''): string => `/api/jobs/${encodeURIComponent(id)}${action}`
  return {
    openPairing: (name) => ask('/api/pairings', isPairing, { method: 'POST', body: { name } }),
    confirmPairing: (id, code) =>
      ask(`/api/pairings/${encodeURIComponent(id)}/confirm`, isToken, { method: 'POST', body: { code } }),
    check: () => tell('/api/budget', {}),

    createJob: (request, { idempotencyKey, signal }) =>
      ask('/api/jobs', isJob, {
        method: 'POST',
        body: request,
        headers: { 'Idempotency-Key': idempotencyKey },
        ...(signal === undefined ? {} : { signal }),
      }),
    getJob: (id) => ask(job(id), isJob),
    cancelJob: (id) => ask(job(id, '/cancel'), isJob, { method: 'POST' }),
    retryJob: (id, retry, { idempotencyKey }) =>
      ask(job(id, '/retry'), isJob, { method: 'POST', body: retry, headers: { 'Idempotency-Key': idempotencyKey } }),
    removeJob: (id) => tell(job(id), { method: 'DELETE' }),
    restoreJob: (id) => ask(job(id, '/restore'), isJob, { method: 'POST' }),
    patchJob: (id, patch) => ask(job(id), isJob, { method: 'PATCH', body: patch }),

    uploadPicture: (bytes, upload) =>
      ask('/api/assets', isAsset, { method: 'POST', body: uploadForm(bytes, upload), timeoutMs: UPLOAD_TIMEOUT_MS }),
    getAsset: (id) => ask(`/api/assets/${encodeURIComponent(id)}`, isAsset),

    estimate: (request, { signal } = {}) =>
      ask('/api/estimates', isEstimate, { method: 'POST', body: request, ...(signal === undefined ? {} : { signal }) }),
    providers: () => ask('/api/providers', isProviderList),
    budget: () => ask('/api/budget', isBudget),
    setBudget: (monthlyUsdMicros) => ask('/api/budget', isBudget, { method: 'PUT', body: { monthlyUsdMicros } }),
    settings: () => ask('/api/settings', isSettings),
    updateSettings: (update) => ask('/api/settings', isSettings, { method: 'PUT', body: update }),

    changes: (after, limit = 200) => ask(`/api/changes?after=${after}&limit=${limit}`, isChangePage),
    follow: (handlers: StreamHandlers) => followEvents(options, handlers),

    async mediaUrl(path) {
      const { base } = await connection.get()
      return new URL(path, base).href
    },
    async download(of, format) {
      const { base, token } = await connection.get()
      return {
        url: `${base}${job(of.id, '/download')}?format=${format}`,
        filename: fileNameOf(of.title ?? of.request.prompt ?? 'clip', of.id, format),
        headers: token === null ? [] : [{ name: 'Authorization', value: `Bearer ${token}` }],
      }
    },
  }
}

function uploadForm(bytes: Blob, upload: PictureUpload): FormData {
  const form = new FormData()
  form.set('file', bytes, upload.filename ?? 'picture')
  form.set('sourceType', upload.sourceType)
  if (upload.origin !== undefined) form.set('origin', JSON.stringify(upload.origin))
  return form
}

/** A file name that every system takes: words of the title, then the end of the id so that two never clash. */
export function fileNameOf(title: string, jobId: string, format: DownloadFormat): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '')
  return `Pagereel/${words === '' ? 'clip' : words}-${jobId.slice(-6)}.${format}`
}
