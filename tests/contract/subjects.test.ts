import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSubjects, type Subjects } from '../../server/media/index.ts'
import { compareMask } from '../bench/subjects/compare-mask.ts'
import { meanOfChannels } from '../harness/onnx.ts'
import { linkModels } from '../harness/models.ts'
import { waitUntilGone } from '../harness/processes.ts'
import { type SubjectScene, subjectScene } from '../harness/subject-scenes.ts'

const never = new AbortController().signal
const patience = { subject: 120_000, depth: 120_000 }

let dataDir: string
let scene: SubjectScene
const opened: Subjects[] = []
const file = (name: string): string => join(dataDir, name)

function open(options: Partial<Parameters<typeof createSubjects>[0]> = {}): Subjects {
  const subjects = createSubjects({ dataDir, patience, ...options })
  opened.push(subjects)
  return subjects
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pagereel-subjects-'))
  await linkModels(dataDir)
  scene = await subjectScene('bottle', 'room', 8)
  await writeFile(file('bottle.jpg'), scene.picture)
})
afterEach(async () => {
  for (const subjects of opened.splice(0)) await subjects.close()
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

/** The smallest box of whole shares around what the mask of a scene covers. */
function boxOf({ width, height, alpha }: SubjectScene) {
  let [left, top, right, bottom] = [width, height, 0, 0]
  alpha.forEach((value, at) => {
    if (value < 128) return
    left = Math.min(left, at % width)
    right = Math.max(right, (at % width) + 1)
    top = Math.min(top, Math.floor(at / width))
    bottom = Math.max(bottom, Math.floor(at / width) + 1)
  })
  return { x: left / width, y: top / height, width: (right - left) / width, height: (bottom - top) / height }
}

describe('the subject of a picture', { timeout: 180_000 }, () => {
  it('is found with its box and mask, in a child that is gone when it has nothing to do', async () => {
    const subjects = open({ idle: 200 })
    expect([subjects.available(), subjects.pids()]).toEqual([{ ok: true }, []])
    const found = await subjects.find(file('bottle.jpg'), never)
    if (!found.ok) throw new Error(found.problem.detail)
    const { box, mask, accepted, quality } = found.value
    expect({ accepted, isSure: quality > 0.8 }).toEqual({ accepted: true, isSure: true })
    const truth = boxOf(scene)
    for (const side of ['x', 'y', 'width', 'height'] as const) expect(Math.abs((box?.[side] ?? 9) - truth[side]), side).toBeLessThan(0.03)
    const metadata = await sharp(Buffer.from(mask, 'base64')).metadata()
    expect(metadata).toMatchObject({ format: 'png', width: 320, height: 320, channels: 1, depth: 'uchar' })
    expect((await compareMask(mask, scene)).iou).toBeGreaterThan(0.9)
    await expect.poll(() => subjects.pids(), { timeout: 5000 }).toEqual([])
  })

  it('is none where nothing stands out, and its work ends at once when nobody wants it any more', async () => {
    const subjects = open()
    await writeFile(
      file('sky.png'),
      await sharp({ create: { width: 400, height: 300, channels: 3, background: '#7ba7cc' } })
        .png()
        .toBuffer(),
    )
    expect(await subjects.find(file('sky.png'), never)).toMatchObject({ ok: true, value: { box: null, accepted: false } })
    const controller = new AbortController()
    const finding = subjects.find(file('bottle.jpg'), controller.signal)
    setTimeout(() => controller.abort(), 300)
    const [from, pids] = [performance.now(), subjects.pids()]
    expect(await finding).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    expect(performance.now() - from).toBeLessThan(1500)
    expect(await waitUntilGone(pids, 500)).not.toBeNull()
  })

  it('is what a transparent picture leaves, to the pixel', async () => {
    const { width, height, alpha } = scene
    const colours = await sharp({ create: { width, height, channels: 3, background: '#d04020' } })
      .raw()
      .toBuffer()
    const cutOut = sharp(colours, { raw: { width, height, channels: 3 } }).joinChannel(alpha, { raw: { width, height, channels: 1 } })
    await writeFile(file('cut-out.png'), await cutOut.png().toBuffer())
    const found = await open().find(file('cut-out.png'), never)
    if (!found.ok) throw new Error(found.problem.detail)
    expect(found.value).toMatchObject({ accepted: true, refusal: null })
    expect((await compareMask(found.value.mask, scene)).iou).toBeGreaterThan(0.98)
  })

  it('cannot be found without the model, and not with a damaged one', async () => {
    const bare = open({ dataDir: file('elsewhere') })
    expect(bare.available()).toEqual({ ok: false, reason: 'u2netp.onnx is not there' })
    expect(await bare.find(file('bottle.jpg'), never)).toMatchObject({ ok: false, problem: { code: 'unsupported_option' } })
    const damaged = file('damaged')
    await linkModels(damaged)
    const model = join(damaged, 'models', 'u2netp.onnx')
    const bytes = await readFile(model)
    await writeFile(model, bytes.subarray(1))
    expect(open({ dataDir: damaged }).available()).toEqual({ ok: false, reason: 'u2netp.onnx is incomplete' })
    bytes.fill(0, 1000, 1100)
    await writeFile(model, bytes)
    const reason = expect.stringContaining('is damaged')
    expect(await open({ dataDir: damaged }).find(file('bottle.jpg'), never)).toMatchObject({ ok: false, problem: { params: { reason } } })
  })

  it.each([
    ['hang', 'timeout'],
    ['crash', 'internal_error'],
    ['babble', 'internal_error'],
    ['nothing', 'internal_error'],
  ])('is a problem when the child does %s', async (way, code) => {
    const entry = new URL('../fixtures/media/subject-child.ts', import.meta.url)
    const subjects = open({ entry, ...(way === 'hang' ? { patience: { subject: 1500, depth: 1500 } } : {}) })
    expect(await subjects.find(file(way), never)).toMatchObject({ ok: false, problem: { code } })
  })
})

describe('depth', { timeout: 180_000 }, () => {
  async function depthOf(sides: Parameters<typeof meanOfChannels>[0]) {
    const depthModel = file(`depth-${sides === null ? 'open' : sides.width}.onnx`)
    await writeFile(depthModel, meanOfChannels(sides))
    const ramp =
      '<svg width="400" height="300"><linearGradient id="r"><stop/><stop offset="1" stop-color="#fff"/></linearGradient><rect width="400" height="300" fill="url(#r)"/></svg>'
    await writeFile(file('ramp.png'), await sharp(Buffer.from(ramp)).png().toBuffer())
    const subjects = open({ depthModel })
    expect(subjects.depthAvailable()).toEqual({ ok: true })
    const found = await subjects.findDepth(file('ramp.png'), never)
    if (!found.ok) throw new Error(JSON.stringify(found.problem))
    return sharp(Buffer.from(found.value, 'base64')).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  }

  it.each([
    [null, 518, 518],
    [{ width: 42, height: 28 }, 42, 28],
  ])('is what the user’s own model says, stretched to all levels of grey (%j)', async (sides, width, height) => {
    const { data, info } = await depthOf(sides)
    expect(info).toMatchObject({ width, height, channels: 1 })
    expect([data[0], data[width - 1]]).toEqual([expect.toSatisfy((level) => level < 8), expect.toSatisfy((level) => level > 247)])
    expect(Math.abs((data[Math.floor(width / 2)] ?? 0) - 127)).toBeLessThan(8)
  })

  it('is a problem when the model is gone or is no model, and nothing is available without one', async () => {
    expect(open().depthAvailable()).toBeNull()
    expect(open({ depthModel: file('absent.onnx') }).depthAvailable()).toEqual({ ok: false, reason: 'absent.onnx is not there' })
    await writeFile(file('broken.onnx'), 'no model')
    expect(await open({ depthModel: file('broken.onnx') }).findDepth(file('bottle.jpg'), never)).toMatchObject({ ok: false })
  })
})
