import { camera, framing, multiply, showBox, type Homography } from 'shared/camera'
import { STAGES } from 'shared/progress'
import { decode, frameOf, resized, type RgbImage, ssim, warp } from '../harness/frames.ts'
import { probe, startsFast } from '../harness/probe.ts'
import { followJobs } from '../harness/stages.ts'
import { expect, test } from './fixtures.ts'
import { Panel } from './panel.ts'

const SIZE = { width: 1080, height: 1920 }
const PREVIEW = { width: 342, height: 608 }

test('a picture on a product page becomes a clip that plays, seeks and downloads', async ({ paired, browser_, server }) => {
  const panel = new Panel(paired.panel)
  await test.step('the best file of the srcset is offered, and its bytes are had from the other origin', async () => {
    await panel.choose(/Night Serum.*1600 × 2000/)
    await panel.shape(/TikTok/)
  })
  await expect(panel.page.getByText('Free, made on this machine')).toBeVisible()
  await panel.page.emulateMedia({ reducedMotion: 'no-preference' })
  const previews = await previewFrames(panel, 10)
  await panel.page.emulateMedia({ reducedMotion: 'reduce' })

  const feed = await followJobs(server.base, server.token)
  await panel.generate.click()
  const open = panel.page.getByRole('button', { name: /^Open / })
  await expect(open).toBeVisible({ timeout: 150_000 })
  feed.stop()

  await test.step('stages arrive in order over SSE and progress never falls', () => {
    const stages = [...new Set(feed.moments.map((moment) => (moment.status === 'processing' ? moment.stage : moment.status)))]
    expect(stages).toEqual(STAGES)
    feed.moments.slice(1).forEach((moment, index) => expect(moment.progress).toBeGreaterThanOrEqual(feed.moments[index]?.progress ?? 0))
  })

  await test.step('the video element plays and seeks', async () => {
    await open.click()
    const video = panel.page.locator('video')
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState)).toBeGreaterThanOrEqual(2)
    expect(await video.evaluate((element: HTMLVideoElement) => [element.videoWidth, element.videoHeight])).toEqual([1080, 1920])
    expect(await video.evaluate((element: HTMLVideoElement) => element.duration)).toBeCloseTo(5, 2)
    await video.evaluate(async (element: HTMLVideoElement) => {
      element.pause()
      const sought = new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }))
      element.currentTime = 3
      await sought
      await element.play()
    })
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(3.2)
  })

  const file = await test.step('the download is the file', async () => {
    await panel.page.getByRole('button', { name: 'Download MP4' }).first().click()
    await expect
      .poll(() => browser_.worker.evaluate(async () => (await chrome.downloads.search({ state: 'complete' })).length), { timeout: 20_000 })
      .toBe(1)
    return await browser_.worker.evaluate(async () => (await chrome.downloads.search({}))[0]?.filename ?? '')
  })

  await test.step('ffprobe finds what was asked for', async () => {
    expect(await probe(file)).toMatchObject({
      codec_name: 'h264',
      width: 1080,
      height: 1920,
      pix_fmt: 'yuv420p',
      r_frame_rate: '30/1',
      nb_read_frames: '150',
      color_range: 'tv',
      color_space: 'bt709',
      color_transfer: 'bt709',
      color_primaries: 'bt709',
    })
    expect(await startsFast(file)).toBe(true)
  })

  await test.step('the first frame is the picture warped by camera(0)', async () => {
    const { picture, focus } = await uploadedPicture(server)
    const reference = warp(picture, shotAt(picture, focus, 0), SIZE.width, SIZE.height)
    expect(ssim(await frameOf(file, 0), reference)).toBeGreaterThanOrEqual(0.98)
  })

  await test.step('frames differ over time', async () => {
    const [first, last] = [await frameOf(file, 0), await frameOf(file, 149)]
    expect(ssim(first, last)).toBeLessThan(0.9)
  })

  await test.step('the preview equals the engine’s frames at ten instants', async () => {
    for (const { frame, image } of previews) {
      const rendered = await resized(await frameOf(file, frame), PREVIEW.width, PREVIEW.height)
      expect(ssim(image, rendered), `frame ${frame}`).toBeGreaterThanOrEqual(0.97)
    }
  })

  expect(browser_.complaints).toEqual([])
})

/** Output to picture: what the engine shows at a time of the clip. */
function shotAt(picture: RgbImage, focus: { x: number; y: number }, t: number): Homography {
  const framed = framing('crop', picture, SIZE, { focus })
  if (framed.kind !== 'box') throw new Error('a crop is a box')
  const options = { seed: 0, intensity: 1, aspect: SIZE.width / SIZE.height, seconds: 5, depths: [1] }
  const [layer] = camera('dolly_slow', t, options).layers
  if (layer === undefined) throw new Error('the camera gave no layer')
  return multiply(showBox(framed.box), layer.view)
}

/** The one picture the panel has uploaded, and the point that its crop keeps. */
async function uploadedPicture({
  base,
  token,
}: {
  base: string
  token: string
}): Promise<{ picture: RgbImage; focus: { x: number; y: number } }> {
  const answer = await fetch(`${base}/api/assets?sourceType=grabbed`, { headers: { authorization: `Bearer ${token}` } })
  const captured = await fetch(`${base}/api/assets?sourceType=captured`, { headers: { authorization: `Bearer ${token}` } })
  const lists = [await answer.json(), await captured.json()] as { items: { focus: { x: number; y: number }; url: string }[] }[]
  const [asset, ...others] = lists.flatMap(({ items }) => items)
  if (asset === undefined || others.length > 0) throw new Error('not one picture was uploaded')
  const file = await fetch(new URL(asset.url, base))
  return { picture: await decode(Buffer.from(await file.arrayBuffer())), focus: asset.focus }
}

/** What the live preview shows at instants spread over the clip, drawn over the whole panel so that no pixel is covered. */
async function previewFrames(panel: Panel, count: number): Promise<readonly { frame: number; image: RgbImage }[]> {
  const style = await panel.page.addStyleTag({
    content: `figure [data-motion-preview] { position: fixed !important; inset: 0 auto auto 0 !important; z-index: 2147483647; max-width: none !important; max-height: none !important; width: ${PREVIEW.width}px !important; height: ${PREVIEW.height}px !important; }
      figure, figure * { border-radius: 0 !important; transition: none !important; animation: none !important } figure { overflow: visible !important; backdrop-filter: none !important } figure button { visibility: hidden }`,
  })
  const stage = panel.page.locator('figure [data-motion-preview]')
  await stage
    .locator('img')
    .first()
    .evaluate(async (image: HTMLImageElement) => await image.decode())
  const frames = Number(await stage.getAttribute('data-frames'))
  const shots: { frame: number; image: RgbImage }[] = []
  for (let index = 0; index < count; index++) {
    const frame = Math.round((index * (frames - 1)) / (count - 1))
    await stage.evaluate((element, to) => element.dispatchEvent(new CustomEvent('motion-preview:seek', { detail: { frame: to } })), frame)
    await expect(stage).toHaveAttribute('data-frame', String(frame))
    shots.push({ frame, image: await decode(await panel.page.screenshot({ clip: { x: 0, y: 0, ...PREVIEW } })) })
  }
  await style.evaluate((element) => element.parentNode?.removeChild(element))
  return shots
}
