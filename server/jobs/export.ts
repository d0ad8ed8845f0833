import { NOTHING } from 'shared/money'
import { type ExportPreset, type JobRequestOf, type Outcome, refuse, type ResolvedExport, succeed } from 'shared/wire'
import { exportFilm, type FilmPreset, type GeneratedAsset, makePoster } from '../media/index.ts'
import { parseResult } from './columns.ts'
import { complete } from './completion.ts'
import { focusOf } from './film-focus.ts'
import { findInputs, withInput } from './inputs.ts'
import type { Plan, PlanRooms } from './plan.ts'
import type { RemoteRooms } from './remote/rooms.ts'
import type { Walk } from './walk.ts'
import { type Work, workHere } from './work.ts'

/** Completes a request to write a film as a preset wants it; free of charge. `conflict` for a storyboard that no reel was made of. */
export async function planExport(rooms: PlanRooms, userId: string, asked: JobRequestOf<'export'>): Promise<Outcome<Plan>> {
  const preset = filmPreset(asked.preset)
  if (preset === null) return noSuchPreset(asked.preset)
  const film = asked.storyboardId === undefined ? (asked.assetId ?? null) : await lastFilm(rooms, userId, asked.storyboardId)
  if (film === null) return refuse('conflict', 'No film was made of this storyboard yet: make its reel first.', { action: 'retry' })
  const { maxCostUsdMicros: _shown, ...request } = asked
  const resolved = { ...request, assetId: film }
  const found = await findInputs(rooms.library, userId, resolved)
  if (!found.ok) return found
  const { pricing } = await rooms.accounts.settings()
  const [provider, model] = ['local', 'export-1']
  const item = { label: `Export, ${preset}`, kind: 'export' as const, provider, count: 1, unitUsdMicros: 0, usdMicros: 0 }
  return succeed({
    request: resolved,
    provider,
    model,
    usdMicros: NOTHING,
    estimate: { usdMicros: 0, provider, model, items: [item], byProvider: [{ provider, model, usdMicros: 0, available: true }] },
    pricing: { ...pricing, markup: 1, fixed: [] },
    priced: { kind: 'export', quality: 'standard', seconds: found.value[0]?.duration ?? 0 },
    adjustments: [],
  })
}

/** Writes the export from its beginning, as often as it takes: nothing of it is paid for. */
export async function walkExport(rooms: RemoteRooms, walk: Walk): Promise<Outcome<null>> {
  return await workHere(rooms, walk, 'export', async (work) => {
    try {
      return await withInput(rooms, work.lease.userId, work.request, async (input) => {
        if (input === null) throw new Error('an export without a film')
        const files = await writeFilm(rooms, work, input)
        if (!files.ok) return files
        return await complete(rooms, work, async (tx, record) => {
          const common = { userId: work.lease.userId, sourceJobId: work.lease.jobId }
          const now = rooms.clock()
          const file = await rooms.library.insertGenerated(tx, record, { ...common, ...files.value.film }, now)
          const poster = await rooms.library.insertGenerated(tx, record, { ...common, ...files.value.poster }, now)
          return { kind: 'export', file, poster }
        })
      })
    } finally {
      await work.progress.finish()
    }
  })
}

type NewFile = Omit<GeneratedAsset, 'userId' | 'sourceJobId'>
type Input = Parameters<Parameters<typeof withInput>[3]>[0]

async function writeFilm(
  rooms: RemoteRooms,
  { walk, lease, request, progress }: Work<ResolvedExport>,
  { asset, path }: NonNullable<Input>,
): Promise<Outcome<{ readonly film: NewFile; readonly poster: NewFile }>> {
  const preset = filmPreset(request.preset)
  if (preset === null) return noSuchPreset(request.preset)
  const focus = await focusOf(rooms, lease.userId, asset, request.storyboardId)
  await using output = await rooms.storage.temporary(preset === 'gif' ? 'gif' : preset.startsWith('webm') ? 'webm' : 'mp4')
  const onProgress = (done: number): void => {
    walk.beat()
    progress.report('generating', done)
  }
  const written = await exportFilm(rooms.ffmpeg, path, { preset, focus, output: output.path }, { signal: walk.signal, onProgress })
  if (!written.ok) return written
  progress.report('encoding', 0.8)
  await using still = await rooms.storage.temporary('jpg')
  const first = await makePoster(rooms.ffmpeg, written.value.mime === 'image/gif' ? path : output.path, still.path, walk.signal)
  if (!first.ok) return first
  const { mime, width, height, duration } = written.value
  const type = mime === 'image/gif' ? ('image' as const) : ('video' as const)
  return succeed({
    film: {
      type,
      mime,
      width,
      height,
      duration,
      hasAudio: type === 'video' && asset.hasAudio === true,
      ...(await rooms.storage.commit(output.path)),
    },
    poster: { type: 'image', ...first.value, ...(await rooms.storage.commit(still.path)) },
  })
}

/** The film of the newest reel of a storyboard; null where none was made. */
async function lastFilm({ db }: PlanRooms, userId: string, storyboardId: string): Promise<string | null> {
  const row = await db
    .selectFrom('jobs')
    .select(['kind', 'result'])
    .where('user_id', '=', userId)
    .where('storyboard_id', '=', storyboardId)
    .where('kind', '=', 'reel')
    .where('status', '=', 'completed')
    .where('deleted_at', 'is', null)
    .orderBy('finished_at', 'desc')
    .executeTakeFirst()
  const result = row === undefined ? null : parseResult(row)
  return result?.kind === 'reel' ? result.video : null
}

function filmPreset(preset: ExportPreset): FilmPreset | null {
  return preset === 'archive' || preset === 'otio' ? null : preset
}

function noSuchPreset(preset: ExportPreset): Outcome<never> {
  return refuse('unsupported_option', `preset: ${preset} is not written by this server.`, {
    params: { option: 'preset' },
    issues: [{ path: 'preset', message: 'is not available' }],
  })
}
