import { randomInt } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JSHandle, Page } from '@playwright/test'
import { mulberry32 } from 'shared/camera'
import { createAccounts } from '../../server/accounts/index.ts'
import { createChanges } from '../../server/changes/index.ts'
import { readConfig } from '../../server/config/index.ts'
import { openDatabase } from '../../server/db/index.ts'
import { createLibrary, discoverFfmpeg, stitch, type StitchReport } from '../../server/media/index.ts'
import { createSigner, loadSecret } from '../../server/security/index.ts'
import { openStorage } from '../../server/storage/index.ts'
import { planOf, writeFlashClip } from '../harness/film.ts'
import { decode, everyFrameOf, type RgbImage } from '../harness/frames.ts'
import { makeLongVideo } from '../harness/long-video.ts'
import { systemFfmpeg } from '../harness/media.ts'
import { startServer } from '../harness/server.ts'
import { type Browser, expect, test } from './fixtures.ts'

const BYTES = 3 * 1024 ** 3
const SECONDS = 20
/** The whole film without its hole is 10 MB; the browser may read ahead. */
const MOST_TRANSFERRED = 100 * 1024 ** 2

test('a 3 GB video seeks in Chromium', async ({ browser_ }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-long-'))
  const link = await shelve(dataDir, (path) => makeLongVideo(path, { bytes: BYTES, seconds: SECONDS }))
  const server = await startServer({ dataDir })
  const page = await browser_.context.newPage()
  const places: number[] = []
  page.on('response', (response) => {
    const [, from, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers()['content-range'] ?? '') ?? []
    if (size === String(BYTES)) places.push(Number(from))
  })
  let transferred = 0
  const session = await browser_.context.newCDPSession(page)
  await session.send('Network.enable')
  session.on('Network.dataReceived', ({ dataLength }) => {
    transferred += dataLength
  })

  const video = await show(browser_, page, `${server.base}${link}`)
  expect(await video.evaluate((element) => [element.duration, element.videoWidth])).toEqual([SECONDS, 640])
  for (const to of [SECONDS - 2, 1, SECONDS - 1]) expect(await seek(video, to)).toBeCloseTo(to, 1)
  await video.evaluate((element) => element.play())
  await expect.poll(() => video.evaluate((element) => element.currentTime)).toBeGreaterThan(SECONDS - 0.7)

  expect(Math.max(...places)).toBeGreaterThan(BYTES - 20 * 1024 ** 2)
  expect(transferred).toBeGreaterThan(0)
  expect(transferred).toBeLessThan(MOST_TRANSFERRED)
  await page.close()
  await server.stop()
  await rm(dataDir, { recursive: true })
})

const FILM = { frameRate: 30, width: 320, height: 180 } as const
const JOINS = ['fade', 'cut', 'wipe', 'through_black', 'slide'] as const
const CLIP_SECONDS = 2
const SOUGHT = 20
/** Frames before a join and after it that are sought, too: a group of pictures on either side. */
const AROUND = 15
/** Mean difference of two frames that are the same but for how they were decoded, 0..255. */
const ALIKE = 0.3

test('a stitched film shows in Chromium the frame that was asked for, around every join', async ({ browser_ }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-joins-'))
  const film = await makeFilm(dataDir)
  const link = await shelve(dataDir, (path) => copyFile(film.path, path))
  const server = await startServer({ dataDir })
  const page = await browser_.context.newPage()
  const video = await show(browser_, page, `${server.base}${link}`)
  const frames = await everyFrameOf(film.path, FILM)
  expect(frames).toHaveLength(film.frames)
  const grey = frames.map(greyOf)

  const seed = randomInt(2 ** 31)
  const random = mulberry32(seed)
  for (let count = 0; count < SOUGHT; count++) {
    const join = count % JOINS.length
    const [from, to] = [film.bounds[join + 1]?.start ?? 0, film.bounds[join]?.end ?? 0].map((seconds) => seconds * FILM.frameRate)
    const span = (to ?? 0) - (from ?? 0) + 2 * AROUND
    const wanted = Math.round((from ?? 0) - AROUND + random() * span)
    const where = `frame ${wanted}, around join ${join + 1} (${JOINS[join]}), seed ${seed}`
    // The middle of the frame, so that no rounding decides which one it is.
    const shownAt = await seek(video, (wanted + 0.5) / FILM.frameRate)
    expect(Math.abs(Math.round(shownAt * FILM.frameRate) - wanted), `${where}: shows ${shownAt} s`).toBeLessThanOrEqual(1)
    const seen = greyOf(await decode(await page.locator('video').screenshot()))
    const differences = grey.map((frame) => difference(frame, seen))
    const least = Math.min(...differences)
    // Not by the number of the one that differs least: white frames are in every clip.
    const around = Math.min(...differences.slice(Math.max(0, wanted - 1), wanted + 2))
    expect(around - least, `${where}: looks like frame ${differences.indexOf(least)}`).toBeLessThan(ALIKE)
    expect(least, where).toBeLessThan(8)
  }
  await page.close()
  await server.stop()
  await rm(dataDir, { recursive: true })
})

/** A film of clips that are told apart by colour and by what moves, joined in every way that there is to render one. */
async function makeFilm(directory: string): Promise<StitchReport> {
  const paths = await Promise.all(
    [...JOINS, 'end'].map((_, number) => writeFlashClip(join(directory, `clip${number}.mp4`), { ...FILM, seconds: CLIP_SECONDS, number })),
  )
  const plan = planOf(
    paths.map((path) => ({ path, duration: CLIP_SECONDS })),
    { ...FILM, output: join(directory, 'film.mp4') },
  )
  const clips = plan.clips.map((clip, index) => {
    const kind = JOINS[index]
    return { ...clip, next: kind === undefined ? null : { kind, seconds: kind === 'cut' ? 0 : 0.5 } }
  })
  const made = await stitch(await systemFfmpeg(), { ...plan, clips }, { signal: AbortSignal.timeout(60_000) })
  if (!made.ok) throw new Error(made.problem.detail)
  return made.value
}

/** Loads a video into a page of the extension, in its own size. */
async function show({ extensionId }: Browser, page: Page, address: string): Promise<JSHandle<HTMLVideoElement>> {
  await page.goto(`chrome-extension://${extensionId}/sidepanel.html`)
  return await page.evaluateHandle(async (src) => {
    const element = document.createElement('video')
    const loaded = new Promise((resolve, reject) => {
      element.addEventListener('loadeddata', resolve, { once: true })
      element.addEventListener('error', () => reject(new Error(element.error?.message)), { once: true })
    })
    Object.assign(element, { src, muted: true, preload: 'auto' })
    element.style.maxWidth = 'none'
    document.body.prepend(element)
    await loaded
    return element
  }, address)
}

/** Seeks, and gives the time of the frame that is painted then, in seconds. */
async function seek(video: JSHandle<HTMLVideoElement>, to: number): Promise<number> {
  return await video.evaluate(async (element, at) => {
    const painted = new Promise<number>((resolve) => {
      element.requestVideoFrameCallback((_, { mediaTime }) => resolve(mediaTime))
    })
    element.currentTime = at
    return await painted
  }, to)
}

function greyOf({ data }: RgbImage): Uint8Array {
  return Uint8Array.from({ length: data.length / 3 }, (_, pixel) => {
    const at = pixel * 3
    return ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) >> 8
  })
}

/** Mean absolute difference of two pictures of one size, 0..255. */
function difference(one: Uint8Array, other: Uint8Array): number {
  if (one.length !== other.length) throw new Error(`${one.length} pixels are not ${other.length}`)
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += Math.abs((one[index] ?? 0) - (other[index] ?? 0))
  return sum / one.length
}

/** Puts a video where a job would have put it, which takes no upload, and gives its signed path. */
async function shelve(dataDir: string, write: (path: string) => Promise<unknown>): Promise<string> {
  const read = readConfig({ DATA_DIR: dataDir }, dataDir)
  const found = await discoverFfmpeg({ ffmpegPath: null, ffprobePath: null })
  if (!read.ok || !found.ok) throw new Error('there is no ffmpeg')
  const [database, storage] = [await openDatabase(read.config.database), await openStorage(read.config.storage)]
  const [{ db }, { ffmpeg }, clock] = [database, found, Date.now]
  const changes = createChanges({ db, clock })
  const accounts = createAccounts({ db, changes, clock, fixedToken: null, announce: () => undefined })
  const signer = createSigner(await loadSecret(dataDir))
  const library = createLibrary({ db, storage, changes, signer, ffmpeg, clock })
  await using temporary = await storage.temporary('mp4')
  await write(temporary.path)
  const blob = await storage.commit(temporary.path)
  const userId = await accounts.owner()
  const file = { ...blob, userId, type: 'video', mime: 'video/mp4', sourceJobId: 'job_none' } as const
  const id = await changes.transaction(userId, (tx, record) => library.insertGenerated(tx, record, file, clock()))
  await database.close()
  return signer.sign(`/media/${id}`, clock())
}
