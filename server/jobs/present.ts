import type { AttemptRow, Db, JobRow } from '../db/index.ts'
import type { Library } from '../media/index.ts'
import type { Asset, ClipResult, Job } from 'shared/wire'
import { filesOf, parseColumns, type ResultIds } from './columns.ts'
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
      const ids = parsed.flatMap(({ columns: { result } }) => (result === null ? [] : Object.values(filesOf(result))))
      const assets = ids.length === 0 ? new Map<string, Asset>() : await library.many(userId, ids)
      const attempts = await attemptsOf(userId, rows)
      return await Promise.all(
        parsed.map(async ({ row, columns }) => ({
          ...presentRow(row),
          etaSeconds:
            row.stage === 'generating'
              ? remainingSeconds({ ...row, manner: mannerOf(columns.request) }, await pastRuns.of(row.provider, row.model))
              : null,
          request: columns.request,
          step: columns.step,
          adjustments: columns.adjustments,
          error: columns.error,
          tags: columns.tags,
          result: columns.result === null ? null : presentResult(columns.result, assets),
          attempts: (attempts.get(row.id) ?? []).map(presentAttempt),
        })),
      )
    },
  }
}

function presentRow(row: JobRow) {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    stage: row.stage,
    progress: row.progress,
    createdAt: iso(row.created_at),
    startedAt: isoOrNull(row.started_at),
    finishedAt: isoOrNull(row.finished_at),
    deadlineAt: isoOrNull(row.deadline_at),
    provider: row.provider,
    model: row.model,
    cost: {
      estimatedUsdMicros: row.estimated_usd_micros,
      heldUsdMicros: row.held_usd_micros,
      settledUsdMicros: row.settled_usd_micros,
    },
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

function presentAttempt(attempt: AttemptLine): Job['attempts'][number] {
  return { provider: attempt.provider, model: attempt.model, status: attempt.status, costUsdMicros: attempt.cost_usd_micros }
}

/** Null once any of the files is gone, but for the original: a result is whole or none. */
function presentResult(ids: ResultIds, assets: ReadonlyMap<string, Asset>): ClipResult | null {
  const [video, poster, filmstrip] = [assets.get(ids.video), assets.get(ids.poster), assets.get(ids.filmstrip)]
  if (video === undefined || poster === undefined || filmstrip === undefined) return null
  const original = ids.original === undefined ? undefined : assets.get(ids.original)
  return {
    video,
    poster,
    filmstrip,
    ...(original === undefined ? {} : { original }),
    ...(ids.parallax === undefined ? {} : { parallax: ids.parallax }),
  }
}

export function iso(at: number): string {
  return new Date(at).toISOString()
}

export function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at)
}
