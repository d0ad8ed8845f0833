import type { AttemptRow, Db, JobRow } from '../db/index.ts'
import type { Library } from '../media/index.ts'
import type { Asset, ClipResult, Job, ResolvedRequest } from 'shared/wire'
import { filesOf, parseColumns, type StoredResult, type StoredResultOf, type StoredStep } from './columns.ts'
import { familyCosts } from './reel/family.ts'
import { mannerOf, type PastRuns, remainingSeconds } from './past-runs.ts'

export interface Presenter {
  /** Jobs of one user as the wire has them, in the order given; their attempts and assets are read in one query each. */
  present(userId: string, rows: readonly JobRow[]): Promise<Job[]>
}

type AttemptLine = Pick<AttemptRow, 'job_id' | 'provider' | 'model' | 'status' | 'cost_usd_micros'>

export function createPresenter(options: { readonly db: Db; readonly library: Library; readonly pastRuns: PastRuns }): Presenter {
  const { db, library, pastRuns } = options

  const attemptsOf = async (userId: string, rows: readonly JobRow[]): Promise<ReadonlyMap<string, AttemptLine[]>> => {
    const attempts = await db
      .selectFrom('attempts')
      .select(['job_id', 'provider', 'model', 'status', 'cost_usd_micros'])
      .where('user_id', '=', userId)
      .where(
        'job_id',
        'in',
        rows.map(({ id }) => id),
      )
      .orderBy('number')
      .execute()
    return Map.groupBy(attempts, (attempt) => attempt.job_id)
  }

  return {
    present: async (userId, rows) => {
      if (rows.length === 0) return []
      const parsed = rows.map((row) => ({ row, columns: parseColumns(row) }))
      const ids = parsed.flatMap(({ columns: { result, step } }) => [
        ...(result === null ? [] : Object.values(filesOf(result))),
        ...(step?.preview === undefined ? [] : [step.preview]),
      ])
      const costs = await familyCosts(db, rows)
      const assets = ids.length === 0 ? new Map<string, Asset>() : await library.many(userId, ids)
      const attempts = await attemptsOf(userId, rows)
      return await Promise.all(
        parsed.map(async ({ row, columns }) => ({
          ...presentRow(row),
          cost: costs.get(row.id) ?? presentCost(row),
          etaSeconds:
            row.stage === 'generating'
              ? remainingSeconds({ ...row, manner: mannerOf(columns.request) }, await pastRuns.of(row.provider, row.model))
              : null,
          step: columns.step === null ? null : presentStep(columns.step, assets),
          adjustments: columns.adjustments,
          error: columns.error,
          tags: columns.tags,
          ...presentWork(columns.request, columns.result, assets),
          attempts: (attempts.get(row.id) ?? []).map(presentAttempt),
        })),
      )
    },
  }
}

function presentRow(row: JobRow) {
  return {
    id: row.id,
    status: row.status,
    stage: row.stage,
    progress: row.progress,
    createdAt: iso(row.created_at),
    startedAt: isoOrNull(row.started_at),
    finishedAt: isoOrNull(row.finished_at),
    deadlineAt: isoOrNull(row.deadline_at),
    provider: row.provider,
    model: row.model,
    retryOf: row.retry_of,
    parentId: row.parent_id,
    storyboardId: row.storyboard_id,
    segmentId: row.segment_id,
    batchId: row.batch_id,
    variantIndex: row.variant_index,
    derivedFrom: row.derived_from,
    collectionId: row.collection_id,
    favourite: row.favourite === 1,
    pinned: row.pinned === 1,
    rating: row.rating,
    title: row.title,
    downloads: row.downloads,
    shares: row.shares,
    renderTimeMs: row.render_time_ms,
  }
}

function presentCost(row: JobRow): Job['cost'] {
  return {
    estimatedUsdMicros: row.estimated_usd_micros,
    heldUsdMicros: row.held_usd_micros,
    settledUsdMicros: row.settled_usd_micros,
  }
}

function presentStep({ name, index, total, preview }: StoredStep, assets: ReadonlyMap<string, Asset>): Job['step'] {
  const picture = preview === undefined ? undefined : assets.get(preview)
  return { name, index, total, ...(picture === undefined ? {} : { preview: picture }) }
}

function presentAttempt(attempt: AttemptLine): Job['attempts'][number] {
  return { provider: attempt.provider, model: attempt.model, status: attempt.status, costUsdMicros: attempt.cost_usd_micros }
}

/** Files of a finished job, by which it is told that they have changed. */
export function shownFiles(job: Job): readonly string[] {
  if (job.result === null) return []
  switch (job.kind) {
    case 'clip':
    case 'reel':
      return [job.result.video.id, job.result.poster.id, job.result.filmstrip.id]
    case 'image':
      return [job.result.image.id]
    case 'speech':
    case 'music':
      return [job.result.audio.id]
    case 'transcript':
      return [job.result.subtitles.id]
    case 'stems':
      return job.result.stems.map(({ audio }) => audio.id)
    default:
      return [job.result.file, job.result.poster].flatMap((file) => file?.id ?? [])
  }
}

type Worked = { readonly [Kind in Job['kind']]: Pick<Extract<Job, { kind: Kind }>, 'kind' | 'request' | 'result'> }[Job['kind']]

/** What was asked for and what came of it. The result is null once any of its files is gone: it is whole or none. */
function presentWork(request: ResolvedRequest, result: StoredResult | null, assets: ReadonlyMap<string, Asset>): Worked {
  switch (request.kind) {
    case 'clip':
      return { kind: 'clip', request, result: result?.kind === 'clip' ? presentClip(result, assets) : null }
    case 'image': {
      const image = result?.kind === 'image' ? assets.get(result.image) : undefined
      return { kind: 'image', request, result: image === undefined ? null : { image } }
    }
    case 'speech': {
      const audio = result?.kind === 'speech' ? assets.get(result.audio) : undefined
      if (result?.kind !== 'speech' || audio === undefined) return { kind: 'speech', request, result: null }
      return { kind: 'speech', request, result: { audio, words: result.words, draft: result.draft } }
    }
    case 'music': {
      const audio = result?.kind === 'music' ? assets.get(result.audio) : undefined
      return { kind: 'music', request, result: audio === undefined ? null : { audio } }
    }
    case 'transcript': {
      const subtitles = result?.kind === 'transcript' ? assets.get(result.subtitles) : undefined
      if (result?.kind !== 'transcript' || subtitles === undefined) return { kind: 'transcript', request, result: null }
      const { text, language, words } = result
      return { kind: 'transcript', request, result: { text, language, words, subtitles } }
    }
    case 'stems':
      return { kind: 'stems', request, result: result?.kind === 'stems' ? presentStems(result, assets) : null }
    case 'export': {
      const file = result?.kind === 'export' ? assets.get(result.file) : undefined
      if (result?.kind !== 'export' || file === undefined) return { kind: 'export', request, result: null }
      return { kind: 'export', request, result: { file, poster: assets.get(result.poster ?? '') ?? null } }
    }
    default:
      return { kind: 'reel', request, result: result?.kind === 'reel' ? presentReel(result, assets) : null }
  }
}

function presentClip(ids: StoredResultOf<'clip'>, assets: ReadonlyMap<string, Asset>): ClipResult | null {
  const film = presentFilm(ids, assets)
  if (film === null) return null
  const original = ids.original === undefined ? undefined : assets.get(ids.original)
  return {
    ...film,
    ...(original === undefined ? {} : { original }),
    ...(ids.parallax === undefined ? {} : { parallax: ids.parallax }),
  }
}

function presentReel(ids: StoredResultOf<'reel'>, assets: ReadonlyMap<string, Asset>) {
  const film = presentFilm(ids, assets)
  const captions = ids.captions === undefined ? undefined : assets.get(ids.captions)
  return film === null ? null : { ...film, ...(captions === undefined ? {} : { captions }) }
}

function presentFilm(
  ids: { readonly video: string; readonly poster: string; readonly filmstrip: string },
  assets: ReadonlyMap<string, Asset>,
) {
  const [video, poster, filmstrip] = [assets.get(ids.video), assets.get(ids.poster), assets.get(ids.filmstrip)]
  return video === undefined || poster === undefined || filmstrip === undefined ? null : { video, poster, filmstrip }
}

function presentStems({ stems }: StoredResultOf<'stems'>, assets: ReadonlyMap<string, Asset>) {
  const found = stems.flatMap(({ name, audio }) => {
    const asset = assets.get(audio)
    return asset === undefined ? [] : [{ name, audio: asset }]
  })
  return found.length === stems.length ? { stems: found } : null
}

export function iso(at: number): string {
  return new Date(at).toISOString()
}

export function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at)
}
