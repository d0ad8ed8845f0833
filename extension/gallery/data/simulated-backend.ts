/** A backend in memory that keeps the promises of the contract which the gallery relies on. For tests. */
import type { Change, ClipJob, Job } from 'shared/wire'
import { simulateStories } from './simulated-stories.ts'
import { createBackend, type Backend, type Reply, type StreamHandlers, type Stored, type Connection } from '../../api/index.ts'

export function exampleJob(id: string, more: Partial<ClipJob> = {}): ClipJob {
  return {
    id,
    kind: 'clip',
    status: 'queued',
    stage: null,
    progress: 0,
    etaSeconds: null,
    createdAt: '2026-11-21T10:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    deadlineAt: null,
    step: null,
    request: {
      kind: 'clip',
      prompt: 'a shoe turning slowly',
      duration: 5,
      aspectRatio: '9:16',
      resolution: '1080p',
      frameRate: 30,
      fit: 'crop',
      style: 'realistic',
      motionIntensity: 'medium',
      camera: 'dolly_slow',
      seed: 1,
      audio: 'auto',
      smoothing: 'none',
      quality: 'draft',
      fallback: true,
    },
    provider: 'local',
    model: 'motion-1',
    attempts: [],
    cost: { estimatedUsdMicros: 0, heldUsdMicros: 0, settledUsdMicros: null },
    adjustments: [],
    result: null,
    error: null,
    retryOf: null,
    parentId: null,
    storyboardId: null,
    segmentId: null,
    batchId: null,
    variantIndex: null,
    derivedFrom: null,
    collectionId: null,
    favourite: false,
    pinned: false,
    rating: null,
    tags: [],
    title: null,
    downloads: 0,
    shares: 0,
    renderTimeMs: null,
    ...more,
  }
}

const EXAMPLE_ASSET = {
  type: 'image',
  mime: 'image/png',
  sha256: '',
  url: '/media/x',
  metadata: {},
  sourceType: 'grabbed',
  createdAt: '',
  updatedAt: '',
} as const

export function simulateBackend(connection: Stored<Connection>) {
  const jobs = new Map<string, Job>()
  const byKey = new Map<string, string>()
  const latest = new Map<string, Change>()
  const handlers = new Set<StreamHandlers>()
  const uploads: Blob[] = []
  const state = { feedId: 'feed_1', oldestSeq: 1, seq: 0, away: false, losesAnswers: false, posts: 0 }
  const stories = simulateStories((story) => {
    emit({ seq: (simulated.seq += 1), op: 'put', entity: 'storyboard', id: story.id, at: story.updatedAt, data: story })
  })
  const simulated = { ...state, jobs, uploads, stories, put, drop, restore, hello, backend: backendOf() }

  function emit(change: Change): void {
    latest.set(change.id, change)
    for (const handler of handlers) void handler.onChange(change)
  }
  function put(job: Job): Job {
    jobs.set(job.id, job)
    emit({ seq: (simulated.seq += 1), op: 'put', entity: 'job', id: job.id, at: job.createdAt, data: job })
    return job
  }
  function drop(id: string): void {
    jobs.delete(id)
    emit({ seq: (simulated.seq += 1), op: 'delete', entity: 'job', id, at: '2026-11-21T10:00:00.000Z', data: null })
  }
  function restore(older: readonly Job[]): void {
    jobs.clear()
    latest.clear()
    simulated.seq = 0
    for (const job of older) put(job)
  }
  async function hello(): Promise<void> {
    for (const handler of handlers) {
      await handler.onHello({ feedId: simulated.feedId, oldestSeq: simulated.oldestSeq, seq: simulated.seq })
      handler.onState('live')
    }
  }
  function answer<T>(work: () => Reply<T>): Promise<Reply<T>> {
    if (simulated.away) return Promise.resolve({ kind: 'offline' })
    const reply = work()
    return Promise.resolve(simulated.losesAnswers ? { kind: 'offline' } : reply)
  }
  function backendOf(): Backend {
    return {
      ...createBackend({ connection }),
      createJob: (request, { idempotencyKey }) =>
        answer(() => {
          simulated.posts += 1
          const known = jobs.get(byKey.get(idempotencyKey) ?? '')
          if (known !== undefined) return { kind: 'ok', value: known }
          const id = `job_${jobs.size + 1}`
          byKey.set(idempotencyKey, id)
          return { kind: 'ok', value: put(exampleJob(id, { title: request.kind === 'clip' ? (request.image ?? null) : null })) }
        }),
      uploadPicture: (bytes) =>
        answer(() => {
          uploads.push(bytes)
          const value = { ...EXAMPLE_ASSET, id: `ast_${uploads.length}`, bytes: bytes.size }
          return { kind: 'ok', value: { ...value, tags: [], sources: [] } }
        }),
      createStory: (request) => answer(() => stories.create(request.title ?? 'Untitled')),
      getStory: (id) => answer(() => stories.get(id)),
      editStory: (id, edit, version) => answer(() => stories.edit(id, edit, version)),
      removeJob: (id) => answer(() => (drop(id), { kind: 'ok', value: null })),
      patchJob: (id, patch) =>
        answer(() => {
          const before = jobs.get(id) ?? exampleJob(id)
          return { kind: 'ok', value: put({ ...before, favourite: patch.favourite ?? false }) }
        }),
      changes: (after) =>
        answer(() => {
          const items = [...latest.values()].filter((change) => change.seq > after).sort((one, other) => one.seq - other.seq)
          const { feedId, oldestSeq, seq } = simulated
          return { kind: 'ok', value: { items, nextAfter: items.at(-1)?.seq ?? Math.min(after, seq), more: false, feedId, oldestSeq } }
        }),
      follow(handler) {
        handlers.add(handler)
        return () => handlers.delete(handler)
      },
    }
  }
  return simulated
}
