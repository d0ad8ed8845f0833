import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { camera, type CameraMove, frameSize, IDENTITY, invert, project } from 'shared/camera'
import type { MotionEngine, MotionPicture, MotionReport, MotionSpec } from '../../server/motion/index.ts'
import { framesOf, type RgbImage } from '../harness/frames.ts'
import { openEngine, plainPicture, plainSpec } from '../harness/motion.ts'
import { descendants } from '../harness/processes.ts'

const PICTURE = { width: 900, height: 1600 }
const FRAME = { width: 360, height: 640 }
/** A red box stands on grey ground, below two green posts on the wall. */
const SUBJECT = { x: 300, y: 700, width: 300, height: 500 }
const POSTS = [100, 740].map((x) => ({ x, y: 150, width: 60, height: 200 }))

let directory: string
let engine: MotionEngine
let red: MotionPicture

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pagereel-layers-'))
  engine = await openEngine()
  red = plainPicture({
    path: await drawn('red.png', '#808080', [...POSTS.map((box) => ({ box, colour: '#00a000' })), { box: SUBJECT, colour: '#c00000' }]),
    ...PICTURE,
    subject: shares(SUBJECT),
    mask: await grey(0, [{ box: SUBJECT, level: 255 }]),
  })
})

afterAll(async () => {
  await engine.close()
  await rm(directory, { recursive: true, force: true })
})

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function shares({ x, y, width, height }: Box): Box {
  return { x: x / PICTURE.width, y: y / PICTURE.height, width: width / PICTURE.width, height: height / PICTURE.height }
}

function rectangles(background: string, boxes: readonly { readonly box: Box; readonly colour: string }[]): Buffer {
  const shapes = boxes.map(
    ({ box, colour }) => `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="${colour}"/>`,
  )
  const whole = `<rect width="100%" height="100%" fill="${background}"/>`
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE.width}" height="${PICTURE.height}">${whole}${shapes.join('')}</svg>`,
  )
}

async function drawn(name: string, background: string, boxes: readonly { readonly box: Box; readonly colour: string }[]): Promise<string> {
  const file = path.join(directory, name)
  await sharp(rectangles(background, boxes)).removeAlpha().png().toFile(file)
  return file
}

/** A mask or depth map as a model gives it: 320 pixels each way, a little soft. */
async function grey(background: number, boxes: readonly { readonly box: Box; readonly level: number }[]): Promise<string> {
  const tone = (level: number): string => `rgb(${level} ${level} ${level})`
  const svg = rectangles(
    tone(background),
    boxes.map(({ box, level }) => ({ box, colour: tone(level) })),
  )
  const png = await sharp(svg).removeAlpha().resize(320, 320, { fit: 'fill' }).blur(1).toColourspace('b-w').png().toBuffer()
  return png.toString('base64')
}

async function render(
  more: Partial<MotionSpec> & { readonly name: string },
  by = engine,
): Promise<{ readonly file: string; readonly report: MotionReport }> {
  const { name, ...wanted } = more
  const spec = plainSpec({ picture: red, ...FRAME, frames: 12, output: path.join(directory, `${name}.mp4`), ...wanted })
  const done = await by.render(spec, { signal: new AbortController().signal, onProgress: () => {} })
  if (!done.ok) throw new Error(JSON.stringify(done.problem))
  return { file: spec.output, report: done.value }
}

/** The first and the last of twelve frames. */
async function endsOf(file: string): Promise<readonly [RgbImage, RgbImage]> {
  const [first, last] = await framesOf(file, [0, 11], FRAME)
  if (first === undefined || last === undefined) throw new Error('a frame is missing')
  return [first, last]
}

type Test = (r: number, g: number, b: number) => boolean

const isRed: Test = (r, g, b) => r - Math.max(g, b) > 60
const isGreen: Test = (r, g, b) => g - Math.max(r, b) > 50

/** The pixels of a colour: their box and number. */
function found({ data, width, height }: RgbImage, test: Test): Box & { readonly count: number } {
  let [left, right, top, bottom, count] = [width, -1, height, -1, 0]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      if (!test(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)) continue
      ;[left, right, top, bottom, count] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), y, count + 1]
    }
  return { x: left, y: top, width: right + 1 - left, height: bottom + 1 - top, count }
}

/** Where the subject is in the frame, in pixels, as far as the camera says. */
function silhouette(move: CameraMove, t: number) {
  const options = {
    seed: 42,
    intensity: 1.5,
    aspect: FRAME.width / FRAME.height,
    seconds: 12 / 30,
    depths: [2, 1],
    subject: shares(SUBJECT),
  }
  const { x, y, width, height } = options.subject
  const seen = invert(camera(move, t, options).layers[1]?.view ?? IDENTITY)
  const [from, to] = [project(seen, { x, y }), project(seen, { x: x + width, y: y + height })]
  return { left: from.x * FRAME.width, top: from.y * FRAME.height, right: to.x * FRAME.width, bottom: to.y * FRAME.height }
}

describe('a subject that is cut out', () => {
  it('keeps its size in a dolly zoom while what is behind it changes', async () => {
    const { file, report } = await render({ name: 'dolly-zoom', camera: 'dolly_zoom', intensity: 1 })
    expect(report).toEqual({ parallax: 'cut_out' })
    const [first, last] = await endsOf(file)
    const [before, after] = [found(first, isRed), found(last, isRed)]
    expect(Math.abs(after.width / before.width - 1)).toBeLessThan(0.02)
    expect(Math.abs(after.height / before.height - 1)).toBeLessThan(0.02)
    const scale = found(last, isGreen).width / found(first, isGreen).width
    expect(Math.max(scale, 1 / scale)).toBeGreaterThan(1.1)
  })

  it.each(['crane_up', 'dolly_slow', 'dolly_zoom'] as const)('is seen where the camera sees it and nowhere else in %s', async (move) => {
    const { file, report } = await render({ name: `ghost-${move}`, camera: move, intensity: 1.5 })
    expect(report.parallax).toBe('cut_out')
    const times = [0, 6, 11]
    for (const [place, image] of (await framesOf(file, times, FRAME)).entries()) {
      const wanted = silhouette(move, (times[place] ?? 0) / 12)
      const seen = found(image, (r, g, b) => r - Math.max(g, b) > 40)
      // What is left of it behind it, or of it around it, would stick out.
      const off = [seen.x - wanted.left, seen.y - wanted.top, seen.x + seen.width - wanted.right, seen.y + seen.height - wanted.bottom]
      expect(Math.max(...off.map(Math.abs))).toBeLessThan(3)
      expect(seen.count / ((wanted.right - wanted.left) * (wanted.bottom - wanted.top))).toBeGreaterThan(0.97)
    }
  })

  it('stands on its ground: what is beside its foot moves as it does, what is far above does not', async () => {
    const ground = { x: 0, y: 1190, width: 200, height: 20 }
    const marked = [
      ...POSTS.map((box) => ({ box, colour: '#00a000' })),
      { box: ground, colour: '#0000d0' },
      { box: SUBJECT, colour: '#c00000' },
    ]
    const picture = { ...red, path: await drawn('ground.png', '#808080', marked) }
    const { file } = await render({ name: 'ground', camera: 'dolly_zoom', picture, intensity: 1.5 })
    const isBlue: Test = (r, g, b) => b - Math.max(r, g) > 60
    const [first, last] = await endsOf(file)
    const slip = found(last, isBlue).y - found(first, isBlue).y - (found(last, isRed).y - found(first, isRed).y)
    const wall = found(last, isGreen).y - found(first, isGreen).y
    expect(Math.abs(wall)).toBeGreaterThan(15)
    expect(Math.abs(slip)).toBeLessThan(Math.abs(wall) / 4)
  })

  it('is not told apart where nobody wants that, where nothing is known, or where it fills the frame', async () => {
    const full = await grey(0, [{ box: { x: 20, y: 20, width: 860, height: 1560 }, level: 255 }])
    const cases: readonly Partial<MotionSpec>[] = [
      { parallax: false },
      { picture: { ...red, mask: null } },
      { picture: { ...red, mask: full } },
      { picture: { ...red, mask: Buffer.from('no picture').toString('base64') } },
    ]
    for (const [index, more] of cases.entries())
      expect((await render({ name: `whole-${index}`, frames: 2, ...more })).report).toEqual({ parallax: 'whole_picture' })
  })

  it('goes out of focus with soft edges and comes back sharp', async () => {
    const { file } = await render({ name: 'rack', camera: 'static_focus', frames: 24 })
    const images = await framesOf(file, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22], FRAME)
    const rims = images.map((image) => found(image, (r, g, b) => r - Math.max(g, b) > 15 && r - Math.max(g, b) < 140).count)
    expect(Math.max(...rims)).toBeGreaterThan(3 * Math.min(...rims))
  })
})

describe('a depth map', () => {
  it('moves near, middle and far apart', async () => {
    const near = { x: 340, y: 1000, width: 260, height: 400 }
    const middle = { x: 320, y: 500, width: 200, height: 350 }
    const far = { x: 420, y: 100, width: 140, height: 300 }
    const boxes = [
      { box: far, colour: '#0000d0' },
      { box: middle, colour: '#00a000' },
      { box: near, colour: '#c00000' },
    ]
    const depth = await grey(30, [
      { box: middle, level: 140 },
      { box: near, level: 240 },
    ])
    const picture = { ...red, path: await drawn('bands.png', '#808080', boxes), mask: null, subject: shares(near), depth }
    const { file, report } = await render({ name: 'bands', camera: 'crane_up', picture, intensity: 1.5 })
    expect(report).toEqual({ parallax: 'depth_map' })
    const [first, last] = await endsOf(file)
    const way = (test: Test): number => Math.abs(found(last, test).y - found(first, test).y)
    const [nearWay, middleWay, farWay] = [way(isRed), way(isGreen), way((r, g, b) => b - Math.max(r, g) > 60)]
    expect(nearWay).toBeGreaterThan(middleWay * 1.15)
    expect(middleWay).toBeGreaterThan(farWay * 1.15)
  })

  it('that only goes up evenly leaves the picture whole', async () => {
    const ramp = Buffer.from(Uint8Array.from({ length: 320 * 320 }, (_, index) => (255 * Math.floor(index / 320)) / 319))
    const depth = (
      await sharp(ramp, { raw: { width: 320, height: 320, channels: 1 } })
        .png()
        .toBuffer()
    ).toString('base64')
    const { report } = await render({ name: 'ramp', frames: 2, picture: { ...red, mask: null, depth } })
    expect(report).toEqual({ parallax: 'whole_picture' })
  })
})

describe('a clip of layers', () => {
  it('is cancelled at once', async () => {
    const other = await openEngine()
    const took: number[] = []
    // The quickest of three: a machine that is busy otherwise may let this process itself wait.
    while (took.length < 3 && !took.some((milliseconds) => milliseconds < 300)) took.push(await timeToCancel(other))
    await other.close()
    expect(Math.min(...took)).toBeLessThan(300)
  })

  it('in 4k, under light, stays within 2 GB', async () => {
    const other = await openEngine({ workers: 1 })
    const large = { width: 3600, height: 4800 }
    const file = path.join(directory, 'large.jpg')
    await sharp(red.path).resize(large.width, large.height, { fit: 'fill' }).jpeg().toFile(file)
    const picture = { ...red, path: file, ...large }
    const spec = plainSpec({
      picture,
      ...frameSize('9:16', '4k'),
      camera: 'dolly_zoom',
      lighting: 'neon_glow',
      frames: 2,
      output: path.join(directory, '4k.mp4'),
    })
    let most = 0
    const watch = (): void => {
      const [child] = other.pids()
      if (child === undefined) return
      const pids = [child, ...descendants(child).map(({ pid }) => pid)]
      void Promise.all(pids.map(residentBytes)).then((sizes) => {
        most = Math.max(
          most,
          sizes.reduce((sum, size) => sum + size, 0),
        )
      })
    }
    const timer = setInterval(watch, 150)
    const done = await other.render(spec, { signal: new AbortController().signal, onProgress: watch })
    clearInterval(timer)
    await other.close()
    expect(done).toEqual({ ok: true, value: { parallax: 'cut_out' } })
    expect(most).toBeGreaterThan(2e8)
    expect(most).toBeLessThan(2 * 1024 ** 3)
  })
})

/** Milliseconds from cancelling a clip in the making to its answer. */
async function timeToCancel(by: MotionEngine): Promise<number> {
  const stop = new AbortController()
  let asked = 0
  const output = path.join(directory, 'stopped.mp4')
  const spec = plainSpec({ picture: red, ...frameSize('9:16', '1080p'), camera: 'whip_pan_right', frames: 3000, output })
  const outcome = await by.render(spec, {
    signal: stop.signal,
    onProgress: ({ framesDone }) => {
      if (framesDone !== 2) return
      asked = performance.now()
      stop.abort()
    },
  })
  const took = performance.now() - asked
  expect(outcome).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
  return took
}

/** What a process holds in memory now, its largest so far where it is gone. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0)
}
