import { mkdir, rm } from 'node:fs/promises'
import { frameSize } from 'shared/camera'
import { type Adjustment, type Outcome, succeed } from 'shared/wire'
import { makeStills, probeVideo, type ProbedVideo, profile, stitch, type Still } from '../../media/index.ts'
import type { Story } from '../../storyboards/index.ts'
import type { Tx } from '../../db/index.ts'
import { parseAdjustments, type StoredResult } from '../columns.ts'
import { complete } from '../completion.ts'
import { turn } from '../work.ts'
import { clipAssets, filmPlan } from './film-plan.ts'
import { findVoices, soundAssets, type Voices, writeSoundtrack } from './film-sound.ts'
import { drawWords, type FilmWords, overlayAssets } from './film-words.ts'
import { withAssets } from './local-files.ts'
import type { ReelRooms, ReelWork } from './rooms.ts'

interface Blob {
  readonly sha256: string
  readonly bytes: number
}

/** The stored files of a film with what was measured. */
interface Shelf {
  readonly video: Blob
  readonly probed: ProbedVideo
  readonly poster: Blob & Still
  readonly filmstrip: Blob & Still
  readonly captions: Blob | null
  readonly adjustments: readonly Adjustment[]
}

/** Tells which step of the film is at work. */
export type TellStep = (step: 'sound' | 'captions' | 'stitch') => Promise<void>

/** Joins all clips of a story with its sound and its words into one film, and completes the reel. */
export async function makeFilm(rooms: ReelRooms, work: ReelWork, story: Story, tell: TellStep): Promise<Outcome<null>> {
  const voices = await findVoices(rooms, story)
  const assets = [...clipAssets(story), ...soundAssets(voices), ...overlayAssets(story)]
  const shelf = await turn(work.walk, 'finish', () =>
    withAssets(rooms, story.userId, assets, (paths) => joinAll(rooms, work, { story, voices, paths }, tell)),
  )
  work.walk.waiting(true)
  if (!shelf.ok) return shelf
  rooms.crash.reach('after_stitch')
  return await complete(rooms, work, async (tx, record) => {
    await addAdjustments(tx, work.row.id, shelf.value.adjustments)
    return await insertFilm(rooms, work, story, shelf.value, tx, record)
  })
}

/** Says on the job what its film shows otherwise than the story asks for. */
async function addAdjustments(tx: Tx, jobId: string, found: readonly Adjustment[]): Promise<void> {
  if (found.length === 0) return
  const { adjustments } = await tx.selectFrom('jobs').select('adjustments').where('id', '=', jobId).executeTakeFirstOrThrow()
  const told = parseAdjustments(adjustments)
  const isNew = ({ field, code }: Adjustment): boolean => !told.some((one) => one.field === field && one.code === code)
  const all = JSON.stringify([...told, ...found.filter(isNew)])
  await tx.updateTable('jobs').set({ adjustments: all }).where('id', '=', jobId).execute()
}

interface Film {
  readonly story: Story
  readonly voices: Voices
  readonly paths: ReadonlyMap<string, string>
}

async function joinAll(rooms: ReelRooms, work: ReelWork, { story, voices, paths }: Film, tell: TellStep): Promise<Outcome<Shelf>> {
  const { walk, progress } = work
  await using file = await rooms.storage.temporary('mp4')
  const directory = `${file.path}.film`
  await mkdir(directory, { recursive: true })
  try {
    await tell('captions')
    const words = await drawWords(story, voices, paths, directory, walk.signal)
    if (!words.ok) return words
    walk.beat()
    await tell('sound')
    const { layers, captions } = words.value
    const subtitles = captions === null || story.captions.mode !== 'soft' ? null : { path: captions, language: languageOf(story) }
    const plan = filmPlan(rooms, story, { paths, output: file.path, layers, subtitles, soundtrack: null })
    const soundtrack = async (signal: AbortSignal): Promise<Outcome<string | null>> => {
      const sound = await writeSoundtrack(rooms, story, { plan, voices, paths, output: `${directory}/sound.wav` }, signal)
      walk.beat()
      if (sound.ok) await tell('stitch')
      return sound
    }
    const onProgress = (fraction: number): void => {
      walk.beat()
      progress.report('encoding', 0.1 + 0.75 * fraction)
    }
    const joined = await stitch(rooms.ffmpeg, { ...plan, soundtrack }, { signal: walk.signal, onProgress })
    if (!joined.ok) return joined
    return await shelve(rooms, work, joined.value.path, words.value, directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function shelve(
  rooms: ReelRooms,
  { walk, progress }: ReelWork,
  path: string,
  { captions, adjustments }: FilmWords,
  directory: string,
): Promise<Outcome<Shelf>> {
  const { signal } = walk
  const probed = await probeVideo(rooms.ffmpeg, path, signal)
  if (!probed.ok) return probed
  walk.beat()
  progress.report('encoding', 0.95)
  const files = { poster: `${directory}/poster.jpg`, filmstrip: `${directory}/strip.jpg` }
  const stills = await makeStills(rooms.ffmpeg, { path, probed: probed.value }, files, { signal })
  if (!stills.ok) return stills
  progress.report('uploading', 0)
  return succeed({
    probed: probed.value,
    video: await rooms.storage.commit(path),
    poster: { ...(await rooms.storage.commit(files.poster)), ...stills.value.poster },
    filmstrip: { ...(await rooms.storage.commit(files.filmstrip)), ...stills.value.filmstrip },
    captions: captions === null ? null : await rooms.storage.commit(captions),
    adjustments,
  })
}

async function insertFilm(
  { library, clock }: ReelRooms,
  { lease, row }: ReelWork,
  story: Story,
  shelf: Shelf,
  ...write: readonly [
    tx: Parameters<ReelRooms['library']['insertGenerated']>[0],
    record: Parameters<ReelRooms['library']['insertGenerated']>[1],
  ]
): Promise<StoredResult> {
  const now = clock()
  const common = { userId: lease.userId, sourceJobId: row.id, title: row.title ?? story.title }
  const { mime, duration, frameRate, codec, hasAudio, bitrate, avccSha256 } = shelf.probed
  const { aspectRatio, resolution } = story.settings
  const measured = { mime, duration, frameRate, codec, hasAudio, bitrate: Math.round(bitrate), ...frameSize(aspectRatio, resolution) }
  const conformed = { profileId: profile(story.settings.frameRate).id, avccSha256 }
  const video = await library.insertGenerated(...write, { ...common, type: 'video', ...shelf.video, ...measured, ...conformed }, now)
  const poster = await library.insertGenerated(...write, { ...common, type: 'image', ...shelf.poster }, now)
  const filmstrip = await library.insertGenerated(...write, { ...common, type: 'image', ...shelf.filmstrip }, now)
  const subtitle = { ...common, type: 'subtitle' as const, mime: 'text/vtt' }
  const captions = shelf.captions === null ? null : await library.insertGenerated(...write, { ...subtitle, ...shelf.captions }, now)
  return { kind: 'reel', video, poster, filmstrip, ...(captions === null ? {} : { captions }) }
}

function languageOf({ soundtrack }: Story): string | null {
  return soundtrack.voice?.language ?? null
}
