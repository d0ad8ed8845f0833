/** What is asked of one endpoint, again and again. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** A path, or what makes the next one. */
  readonly where: string | (() => string)
  readonly body?: unknown
  /** Requests in one round, where not as many as of the others. */
  readonly amount?: number
}

export const CLIP = {
  kind: 'clip',
  prompt: 'a quiet title on a dark card',
  duration: 5,
  resolution: '720p',
  frameRate: 30,
  aspectRatio: '16:9',
}

/**
 * Every endpoint that carries no media.
 * @param ids jobs that are over; a quarter of them is for being deleted, each once
 */
export function endpoints(ids: readonly string[], assetId: string): readonly Endpoint[] {
  const [read, deleted] = [walk(ids.slice(0, Math.floor(ids.length * 0.75))), walk(ids.slice(Math.floor(ids.length * 0.75)))]
  return [
    { method: 'GET', where: '/healthz' },
    { method: 'GET', where: '/readyz' },
    { method: 'GET', where: '/openapi.json' },
    { method: 'GET', where: '/api/users/me' },
    { method: 'GET', where: '/api/tokens' },
    { method: 'GET', where: '/api/jobs' },
    { method: 'GET', where: '/api/jobs?status=completed&limit=50' },
    { method: 'GET', where: '/api/jobs?status=failed' },
    { method: 'GET', where: '/api/jobs?q=quiet' },
    { method: 'GET', where: '/api/jobs?q=nothing-has-this' },
    { method: 'GET', where: () => `/api/jobs/${read()}` },
    { method: 'PATCH', where: () => `/api/jobs/${read()}`, body: { rating: 4, tags: ['shop'] } },
    { method: 'DELETE', where: () => `/api/jobs/${deleted()}` },
    { method: 'POST', where: '/api/estimates', body: CLIP },
    { method: 'GET', where: '/api/providers' },
    { method: 'GET', where: '/api/operations' },
    { method: 'GET', where: '/api/operations?status=unknown' },
    { method: 'GET', where: '/api/assets' },
    { method: 'GET', where: '/api/assets?q=nothing-has-this' },
    { method: 'GET', where: `/api/assets/${assetId}` },
    { method: 'PATCH', where: `/api/assets/${assetId}`, body: { title: 'Spring' } },
    { method: 'GET', where: '/api/budget' },
    { method: 'PUT', where: '/api/budget', body: { monthlyUsdMicros: null } },
    { method: 'GET', where: '/api/ledger' },
    { method: 'GET', where: () => `/api/ledger?jobId=${read()}` },
    { method: 'GET', where: '/api/settings' },
    { method: 'PUT', where: '/api/settings', body: { retentionDays: 30 } },
    { method: 'GET', where: '/api/changes?after=0&limit=200', amount: 150 },
    { method: 'GET', where: '/api/changes?after=5000&limit=50' },
    { method: 'POST', where: '/api/jobs', body: CLIP, amount: 150 },
  ]
}

/** Goes through a list in leaps, meeting each of it before any again. */
export function walk(ids: readonly string[]): () => string {
  let turn = 0
  return () => ids[(turn += 7919) % ids.length] ?? ''
}
