import { mkdtemp, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CAMERA_MOVES } from 'shared/camera'
import { LIGHTINGS, STYLES, TEMPLATES } from 'shared/strategy'
import sharp from 'sharp'
import { createSubjects } from '../../server/media/index.ts'
import type { MotionPicture, MotionSpec } from '../../server/motion/index.ts'
import { frameOf } from '../harness/frames.ts'
import { openEngine, plainSpec, plainTitle, renderWith } from '../harness/motion.ts'
import { productPicture } from '../harness/pictures.ts'
import { captionRows } from './caption-rows.ts'
import { type Row, sheet, type Thumbnail } from './sheet.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const target = join(import.meta.dirname, '..', '..', 'docs', 'gallery')
/** A sheet is looked at in a browser, not printed. */
const MOST_BYTES = 400_000

const PICTURE = { width: 1500, height: 2000 }
/** A gallery is made at leisure, perhaps on a busy machine. Milliseconds. */
const PATIENCE = { subject: 300_000, depth: 300_000 }
/** Where the set-up keeps the model files. */
const MODEL_HOME = join(import.meta.dirname, '..', '..', 'node_modules', '.cache')
const UPRIGHT = { width: 360, height: 640 }
const SECONDS = 4
const FRAME_RATE = 24
const FRAMES = SECONDS * FRAME_RATE

const WORDS: Readonly<Record<(typeof TEMPLATES)[number], string>> = {
  kinetic_type: 'Slow mornings deserve better coffee',
  product_card: 'Night Serum. Repairs while you sleep. $48',
  quote: '“Simplicity is the ultimate sophistication.” — Leonardo da Vinci',
  countdown: 'The new collection launches in 3 days',
  list: 'Three reasons to switch: lighter frame; longer battery; made to be repaired',
  before_after: 'Before: a drawer full of cables. After: one quiet dock.',
  offer: 'Summer sale: wireless headphones, was $129, now $79, this week only',
  logo_sting: 'Northwind Coffee',
}

const directory = await mkdtemp(join(tmpdir(), 'pagereel-gallery-'))
await mkdir(target, { recursive: true })
const picture = await photograph()
const engine = await openEngine()

const filmed = { ...UPRIGHT, frameRate: FRAME_RATE, frames: FRAMES, picture, intensity: 1.5, seed: 7 } as const
await make('moves', await rows(CAMERA_MOVES, [0, 0.2, 0.4, 0.6, 0.8, 0.99], (camera) => ({ ...filmed, camera })))
await make(
  'lightings',
  await rows(LIGHTINGS, [0, 0.5, 0.99], (lighting) => ({ ...filmed, camera: 'pan_slow', lighting, lightingStrength: 0.6 })),
)
await make('styles', await rows(STYLES, [0, 0.5, 0.99], (style) => ({ ...filmed, camera: 'orbit', style })))
await make(
  'templates',
  await rows(TEMPLATES, [0.08, 0.2, 0.4, 0.7, 0.99], (template) => ({
    ...UPRIGHT,
    frameRate: FRAME_RATE,
    frames: FRAMES,
    picture: template === 'product_card' || template === 'before_after' ? picture : null,
    title: { ...plainTitle(WORDS[template]), template },
    seed: 7,
  })),
)
await make('captions', await captionRows(await productPicture({ width: 720, height: 1280, seed: 11 }), join(directory, 'captions')))
await engine.close()
await rm(directory, { recursive: true, force: true })

/** The product's photograph, with what the subject model finds in it. */
async function photograph(): Promise<MotionPicture> {
  const path = join(directory, 'product.jpg')
  await writeFile(path, await productPicture({ ...PICTURE, seed: 11 }))
  const subjects = createSubjects({ dataDir: MODEL_HOME, patience: PATIENCE })
  const found = await subjects.find(path, new AbortController().signal)
  await subjects.close()
  if (!found.ok) throw new Error(found.problem.detail)
  const { box, mask } = found.value
  return { path, ...PICTURE, focus: null, subject: box, mask, depth: null }
}

/** One row for each name: its clip at some instants, as shares of its length. */
async function rows<Name extends string>(
  names: readonly Name[],
  instants: readonly number[],
  specOf: (name: Name) => Omit<Parameters<typeof plainSpec>[0], 'output'>,
): Promise<readonly Row[]> {
  const made: Row[] = []
  for (const name of names) {
    const spec: MotionSpec = plainSpec({ ...specOf(name), output: join(directory, `${name}.mp4`) })
    const clip = await renderWith(engine, spec)
    const thumbnails: Thumbnail[] = []
    for (const instant of instants) thumbnails.push(await frameOf(clip, Math.min(spec.frames - 1, Math.floor(instant * spec.frames))))
    made.push({ name, thumbnails })
    say(`${name}: ${instants.length} frames of ${spec.frames}`)
  }
  return made
}

async function make(name: string, content: readonly Row[]): Promise<void> {
  const file = join(target, `${name}.jpg`)
  await sharp(await sheet(content))
    .jpeg({ quality: 82, mozjpeg: true })
    .toFile(file)
  const { size: bytes } = await stat(file)
  say(`docs/gallery/${name}.jpg: ${content.length} rows, ${Math.round(bytes / 1000)} kB`)
  if (bytes > MOST_BYTES) throw new Error(`docs/gallery/${name}.jpg is larger than ${MOST_BYTES} bytes`)
}
