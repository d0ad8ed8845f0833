import { NOTHING } from 'shared/money'
import { type ExportPreset, type JobRequestOf, type Outcome, refuse, type ResolvedExport, succeed } from 'shared/wire'
import { cutsOff, exportFilm, type FilmPreset, type GeneratedAsset, makePoster } from '../media/index.ts'
import { parseResult } from './columns.ts'
import { readStory } from '../storyboards/index.ts'
import { complete } from './completion.ts'
import { writeProject } from './exchange/write-project.ts'
import { focusOf } from './film-focus.ts'
import { findInputs, withInput } from './inputs.ts'
import type { Plan, PlanRooms } from './plan.ts'
import type { ReelRooms } from './reel/rooms.ts'
import type { Walk } from './walk.ts'
import { type Work, workHere } from './work.ts'

/**
 * Completes a request to write a film as a preset wants it, or a storyboard itself; free of charge. `conflict` for the film of a storyboard
 * that no reel was made of.
 */
export async function planExport(rooms: PlanRooms, userId: string, asked: JobRequestOf<'export'>): Promise<Outcome<Plan>> {
  const { maxCostUsdMicros: _shown, ...request } = asked
  const subject = projectPreset(asked.preset) === null ? await filmOf(rooms, userId, request) : await storyOf(rooms, userId, request)
  if (!subject.ok) return subject
  const { resolved, seconds } = subject.value
  const { pricing } = await rooms.accounts.settings()
  const [provider, model] = ['local', 'export-1']
  const item = { label: `Export, ${asked.preset}`, kind: 'export' as const, provider, count: 1, unitUsdMicros: 0, usdMicros: 0 }
  return succeed({
    request: resolved,
    provider,
    model,
    usdMicros: NOTHING,
    estimate: { usdMicros: 0, provider, model, items: [item], byProvider: [{ provider, model, usdMicros: 0, available: true }] },
    pricing: { ...pricing, markup: 1, fixed: [] },
    priced: { kind: 'export', quality: 'standard', seconds },
    adjustments: [],
  })
}

type Asked = Omit<JobRequestOf<'export'>, 'maxCostUsdMicros'>

/** What an export is made of, and how long it is. */
type Subject = Outcome<{ readonly resolved: ResolvedExport; readonly seconds: number }>

async function filmOf(rooms: PlanRooms, userId: string, asked: Asked): Promise<Subject> {
  const film = asked.storyboardId === undefined ? (asked.assetId ?? null) : await lastFilm(rooms, userId, asked.storyboardId)
  if (film === null) return refuse('conflict', 'No film was made of this storyboard yet: make its reel first.', { action: 'retry' })
  const resolved = { ...asked, assetId: film }
  const found = await findInputs(rooms.library, userId, resolved)
  return found.ok ? succeed({ resolved, seconds: found.value[0]?.duration ?? 0 }) : found
}

async function storyOf({ db }: PlanRooms, userId: string, asked: Asked): Promise<Subject> {
  const story = asked.storyboardId === undefined ? null : await readStory(db, userId, asked.storyboardId)
  return story === null ? refuse('not_found', 'There is no such storyboard.') : succeed({ resolved: asked, seconds: story.duration })
}

/** Writes the export from its beginning, as often as it takes: nothing of it is paid for. */
export async function walkExport(rooms: ReelRooms, walk: Walk): Promise<Outcome<null>> {
  return await workHere(rooms, walk, 'export', async (work) => {
    try {
      const project = projectPreset(work.request.preset)
      if (project !== null) return await finishProject(rooms, work, project)
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

async function finishProject(rooms: ReelRooms, work: Work<ResolvedExport>, preset: 'archive' | 'otio'): Promise<Outcome<null>> {
  const written = await writeProject(rooms, work, preset)
  if (!written.ok) return written
  return await complete(rooms, work, async (tx, record) => {
    const made = { userId: work.lease.userId, sourceJobId: work.lease.jobId, ...written.value }
    return { kind: 'export', file: await rooms.library.insertGenerated(tx, record, made, rooms.clock()), poster: null }
  })
}

type NewFile = Omit<GeneratedAsset, 'userId' | 'sourceJobId'>
type Input = Parameters<Parameters<typeof withInput>[3]>[0]

async function writeFilm(
  rooms: ReelRooms,
  { walk, lease, request, progress }: Work<ResolvedExport>,
  { asset, path }: NonNullable<Input>,
): Promise<Outcome<{ readonly film: NewFile; readonly poster: NewFile }>> {
  const preset = filmPreset(request.preset)
  const size = { width: asset.width ?? 0, height: asset.height ?? 0 }
  const looking = { signal: walk.signal, onLooked: () => walk.beat() }
  const film = { asset, path, storyboardId: request.storyboardId }
  const focus = cutsOff(size, preset) ? await focusOf(rooms, lease.userId, film, looking) : []
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

/** The preset of an export that writes a storyboard itself; null for those that write a film. */
function projectPreset(preset: ExportPreset): 'archive' | 'otio' | null {
  return preset === 'archive' || preset === 'otio' ? preset : null
}

function filmPreset(preset: ExportPreset): FilmPreset {
  if (preset === 'archive' || preset === 'otio') throw new Error(`${preset} is no film`)
  return preset
}
