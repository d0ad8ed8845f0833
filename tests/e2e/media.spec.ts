import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccounts } from '../../server/accounts/index.ts'
import { createChanges } from '../../server/changes/index.ts'
import { readConfig } from '../../server/config/index.ts'
import { openDatabase } from '../../server/db/index.ts'
import { createLibrary, discoverFfmpeg } from '../../server/media/index.ts'
import { createSigner, loadSecret } from '../../server/security/index.ts'
import { openStorage } from '../../server/storage/index.ts'
import { makeLongVideo } from '../harness/long-video.ts'
import { startServer } from '../harness/server.ts'
import { expect, test } from './fixtures.ts'

const BYTES = 3 * 1024 ** 3
const SECONDS = 20
/** The whole film without its hole is 10 MB; the browser may read ahead. */
const MOST_TRANSFERRED = 100 * 1024 ** 2

test('a 3 GB video seeks in Chromium', async ({ browser_ }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'pagereel-long-'))
  const link = await storeLongVideo(dataDir)
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

  await page.goto(`chrome-extension://${browser_.extensionId}/sidepanel.html`)
  const video = await page.evaluateHandle(async (src) => {
    const element = document.createElement('video')
    const loaded = new Promise((resolve, reject) => {
      element.addEventListener('loadeddata', resolve, { once: true })
      element.addEventListener('error', () => reject(new Error(element.error?.message)), { once: true })
    })
    Object.assign(element, { src, muted: true, preload: 'auto' })
    document.body.prepend(element)
    await loaded
    return element
  }, `${server.base}${link}`)
  expect(await video.evaluate((element) => [element.duration, element.videoWidth])).toEqual([SECONDS, 640])

  for (const to of [SECONDS - 2, 1, SECONDS - 1]) {
    const shown = await video.evaluate(async (element, at) => {
      const painted = new Promise<number>((resolve) => {
        element.requestVideoFrameCallback((_, { mediaTime }) => resolve(mediaTime))
      })
      element.currentTime = at
      return await painted
    }, to)
    expect(shown).toBeCloseTo(to, 1)
  }
  await video.evaluate((element) => element.play())
  await expect.poll(() => video.evaluate((element) => element.currentTime)).toBeGreaterThan(SECONDS - 0.7)

  expect(Math.max(...places)).toBeGreaterThan(BYTES - 20 * 1024 ** 2)
  expect(transferred).toBeGreaterThan(0)
  expect(transferred).toBeLessThan(MOST_TRANSFERRED)
  await page.close()
  await server.stop()
  await rm(dataDir, { recursive: true })
})

/** Puts the video where a job would have put it, which takes no upload of 3 GB, and gives its signed path. */
async function storeLongVideo(dataDir: string): Promise<string> {
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
  await makeLongVideo(temporary.path, { bytes: BYTES, seconds: SECONDS })
  const blob = await storage.commit(temporary.path)
  const userId = await accounts.owner()
  const file = { ...blob, userId, type: 'video', mime: 'video/mp4', sourceJobId: 'job_none' } as const
  const id = await changes.transaction(userId, (tx, record) => library.insertGenerated(tx, record, file, clock()))
  await database.close()
  return signer.sign(`/media/${id}`, clock())
}
