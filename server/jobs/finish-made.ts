import { writeFile } from 'node:fs/promises'
import { frameSize } from 'shared/camera'
import { cueShape, makeCues, toWebVtt } from 'shared/captions'
import { type Outcome, refuse, type ResolvedImage, succeed } from 'shared/wire'
import sharp from 'sharp'
import type { RecordChange } from '../changes/index.ts'
import type { Tx } from '../db/index.ts'
import { extractSound, framePicture, type GeneratedAsset, probeSound, type SoundFile, sumSounds } from '../media/index.ts'
import type { KeptFiles } from './attempts.ts'
import type { StoredResult } from './columns.ts'
import type { JobsOptions } from './face.ts'
import type { ModelWork } from './remote/make-remotely.ts'
import type { WorkRooms } from './work.ts'

/** What a job made, as it is to be in the library. */
export interface Shelf {
  /** Inserts the assets and says by which ids they are the result. */
  insert(tx: Tx, record: RecordChange): Promise<StoredResult>
}

type FinishRooms = WorkRooms & Pick<JobsOptions, 'providers'>
type NewFile = Omit<GeneratedAsset, 'userId' | 'sourceJobId' | 'title'>
type Kept = KeptFiles['files'][number]

/**
 * Makes what a workshop or a provider made into what was asked for: pictures cut to the frame, sounds as AAC, words as subtitles.
 * Problems: `media_invalid` for what cannot be read, and those of ffmpeg.
 */
export async function finishMade(rooms: FinishRooms, work: ModelWork, kept: KeptFiles): Promise<Outcome<Shelf>> {
  const { request, progress } = work
  progress.report('encoding', 0.2)
  switch (request.kind) {
    case 'image': {
      const picture = await pictureFile(rooms, request, kept.files[0])
      return picture.ok ? succeed(shelfOf(rooms, work, [picture.value], ([image = '']) => ({ kind: 'image', image }))) : picture
    }
    case 'speech': {
      const sound = await soundFile(rooms, work, kept.files[0])
      if (!sound.ok) return sound
      const draft = isDraft(rooms, work)
      return succeed(shelfOf(rooms, work, [sound.value], ([audio = '']) => ({ kind: 'speech', audio, words: kept.words ?? [], draft })))
    }
    case 'music': {
      const sound = await soundFile(rooms, work, kept.files[0])
      return sound.ok ? succeed(shelfOf(rooms, work, [sound.value], ([audio = '']) => ({ kind: 'music', audio }))) : sound
    }
    case 'transcript':
      return succeed(await transcriptShelf(rooms, work, kept))
    case 'stems':
      return await stemsShelf(rooms, work, kept)
    default:
      throw new Error('clips are completed in a way of their own')
  }
}

function shelfOf(
  rooms: WorkRooms,
  { lease, row }: ModelWork,
  files: readonly NewFile[],
  resultOf: (ids: readonly string[]) => StoredResult,
): Shelf {
  return {
    insert: async (tx, record) => {
      const common = { userId: lease.userId, sourceJobId: row.id, ...(row.title === null ? {} : { title: row.title }) }
      const ids: string[] = []
      for (const file of files) ids.push(await rooms.library.insertGenerated(tx, record, { ...common, ...file }, rooms.clock()))
      return resultOf(ids)
    },
  }
}

/** The picture in the very frame that was asked for; as it is, where it has it already. */
async function pictureFile(rooms: WorkRooms, request: ResolvedImage, kept: Kept | undefined): Promise<Outcome<NewFile>> {
  if (kept === undefined) return refuse('media_invalid', 'No picture was made.', { retryable: true })
  const frame = frameSize(request.aspectRatio, request.resolution)
  const { sha256, bytes, mime } = kept
  const whole = { type: 'image' as const, ...frame }
  return await rooms.storage.withLocalFile(sha256, async (path) => {
    const { width, height } = await sharp(path).metadata()
    if (width === frame.width && height === frame.height) return succeed({ ...whole, sha256, bytes, mime })
    await using framed = await rooms.storage.temporary('png')
    const maximumBytes = Number.POSITIVE_INFINITY
    const cut = await framePicture({ path, size: { width, height } }, framed.path, { frame, fit: 'crop', mime: 'image/png', maximumBytes })
    return cut.ok ? succeed({ ...whole, ...(await rooms.storage.commit(framed.path)), mime: 'image/png' }) : cut
  })
}

async function soundFile(rooms: WorkRooms, { walk }: ModelWork, kept: Kept | undefined): Promise<Outcome<NewFile>> {
  if (kept === undefined) return refuse('media_invalid', 'No sound was made.', { retryable: true })
  const { sha256, bytes } = kept
  const measured = await rooms.storage.withLocalFile(sha256, (path) => probeSound(rooms.ffmpeg, path, walk.signal))
  if (!measured.ok) return measured
  // Encoding once more would move its start and its end.
  if (measured.value.codec === 'aac' && measured.value.mime === 'audio/mp4')
    return succeed({ ...measuresOf(measured.value), sha256, bytes })
  await using aac = await rooms.storage.temporary('m4a')
  const written = await rooms.storage.withLocalFile(kept.sha256, (path) =>
    extractSound(rooms.ffmpeg, path, aac.path, { signal: walk.signal }),
  )
  if (!written.ok) return written
  walk.beat()
  return succeed({ ...measuresOf(written.value), ...(await rooms.storage.commit(aac.path)) })
}

function measuresOf({ mime, codec, duration, bitrate }: SoundFile) {
  return { type: 'audio' as const, mime, codec, duration, bitrate, hasAudio: true }
}

async function transcriptShelf(rooms: WorkRooms, work: ModelWork, { words, text, language }: KeptFiles): Promise<Shelf> {
  const spoken = words ?? []
  const until = work.request.kind === 'transcript' && work.request.seconds > 0 ? work.request.seconds : null
  const cues = makeCues(spoken, { shape: cueShape('plain', '16:9'), until })
  await using file = await rooms.storage.temporary('vtt')
  await writeFile(file.path, toWebVtt(cues))
  const subtitles = { type: 'subtitle' as const, mime: 'text/vtt', ...(await rooms.storage.commit(file.path)) }
  const heard = text ?? spoken.map((word) => word.text).join(' ')
  return shelfOf(rooms, work, [subtitles], ([id = '']) => ({ kind: 'transcript', text: heard, language, words: spoken, subtitles: id }))
}

/** One sound for each name: what came in several files of one name is added up. */
async function stemsShelf(rooms: WorkRooms, work: ModelWork, { files }: KeptFiles): Promise<Outcome<Shelf>> {
  const sounds: NewFile[] = []
  const groups = [...Map.groupBy(files, ({ name }) => name)]
  for (const [, group] of groups) {
    const sound = group.length === 1 ? await soundFile(rooms, work, group[0]) : await sumOf(rooms, work, group)
    if (!sound.ok) return sound
    sounds.push(sound.value)
  }
  const names = groups.map(([name]) => name)
  return succeed(
    shelfOf(rooms, work, sounds, (ids) => ({ kind: 'stems', stems: ids.map((audio, index) => ({ name: names[index] ?? '', audio })) })),
  )
}

async function sumOf(rooms: WorkRooms, { walk }: ModelWork, files: readonly Kept[]): Promise<Outcome<NewFile>> {
  const { signal } = walk
  await using sum = await rooms.storage.temporary('m4a')
  const add = async (open: readonly Kept[], paths: readonly string[]): Promise<Outcome<string>> => {
    const [first, ...rest] = open
    if (first === undefined) return await sumSounds(rooms.ffmpeg, paths, sum.path, { signal })
    return await rooms.storage.withLocalFile(first.sha256, (path) => add(rest, [...paths, path]))
  }
  const added = await add(files, [])
  if (!added.ok) return added
  walk.beat()
  const measured = await probeSound(rooms.ffmpeg, sum.path, signal)
  return measured.ok ? succeed({ ...measuresOf(measured.value), ...(await rooms.storage.commit(sum.path)) }) : measured
}

/** Whether the voice that has spoken is one to judge timing by. */
function isDraft(rooms: FinishRooms, { row }: ModelWork): boolean {
  const model = rooms.providers.catalog.find(({ id }) => id === row.provider)?.models.find(({ id }) => id === row.model)
  return model?.kind === 'speech' && model.native === null && model.own.draft === true
}
