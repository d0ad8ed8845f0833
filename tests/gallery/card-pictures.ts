/**
 * Makes the small pictures by which the panel offers styles, lightings and layouts of words: `node tests/gallery/card-pictures.ts`.
 * They come from the engine itself, so that what is chosen is what is made; run it again when the engine's looks change.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LIGHTINGS, STYLES, TEMPLATES, type TemplateId } from 'shared/strategy'
import sharp from 'sharp'
import { discoverFfmpeg } from '../../server/media/index.ts'
import { createMotionEngine, type MotionSpec } from '../../server/motion/index.ts'
import { outputOf, ROOT, say } from '../../scripts/steps/command.ts'

const TARGET = join(ROOT, 'extension/public/looks')
/** Twice the width of a card in the panel. */
const THUMBNAIL = { width: 288, height: 180 } as const
const FRAME = { width: 1152, height: 720 } as const

/** A still life with a subject, a light and a depth, of our own making. */
const SCENE = `<svg xmlns="http://www.w3.org/2000/svg" width="${FRAME.width}" height="${FRAME.height}" viewBox="0 0 1152 720">
  <defs>
    <linearGradient id="wall" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#c9d6dd"/><stop offset=".55" stop-color="#9fb2bd"/><stop offset="1" stop-color="#76858f"/></linearGradient>
    <linearGradient id="table" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#b98a62"/><stop offset="1" stop-color="#6f4a30"/></linearGradient>
    <linearGradient id="glass" x1="0" x2="1"><stop offset="0" stop-color="#8f2f4a"/><stop offset=".22" stop-color="#e98aa0"/><stop offset=".5" stop-color="#c64f70"/><stop offset="1" stop-color="#5d1730"/></linearGradient>
    <linearGradient id="cap" x1="0" x2="1"><stop offset="0" stop-color="#7d6a3a"/><stop offset=".3" stop-color="#f2dfa0"/><stop offset="1" stop-color="#6b5524"/></linearGradient>
    <radialGradient id="fruit" cx=".36" cy=".3" r=".8"><stop offset="0" stop-color="#ffd27a"/><stop offset=".5" stop-color="#f08c2e"/><stop offset="1" stop-color="#8c3d0c"/></radialGradient>
    <radialGradient id="lamp" cx=".5" cy=".5" r=".5"><stop offset="0" stop-color="#fff6dd" stop-opacity=".95"/><stop offset="1" stop-color="#fff6dd" stop-opacity="0"/></radialGradient>
    <filter id="far"><feGaussianBlur stdDeviation="9"/></filter><filter id="soft"><feGaussianBlur stdDeviation="16"/></filter>
  </defs>
  <rect width="1152" height="720" fill="url(#wall)"/>
  <g filter="url(#far)"><rect x="90" y="60" width="250" height="330" fill="#eaf4f7"/><rect x="208" y="60" width="12" height="330" fill="#7c8d96"/><rect x="90" y="216" width="250" height="12" fill="#7c8d96"/>
    <circle cx="215" cy="210" r="260" fill="url(#lamp)"/>
    <path d="M850 470c-30-120-90-170-150-180 80-10 130 20 160 90-20-110 10-190 70-240 0 80-10 150-40 230 40-60 100-90 170-80-80 30-140 90-160 180z" fill="#3f7350"/><rect x="800" y="450" width="120" height="90" rx="14" fill="#d9cbb8"/></g>
  <rect y="520" width="1152" height="200" fill="url(#table)"/>
  <ellipse cx="640" cy="628" rx="210" ry="26" fill="#2a1710" opacity=".55" filter="url(#soft)"/><ellipse cx="880" cy="640" rx="110" ry="18" fill="#2a1710" opacity=".5" filter="url(#soft)"/>
  <rect x="480" y="270" width="190" height="350" rx="34" fill="url(#glass)"/><rect x="528" y="206" width="94" height="74" rx="10" fill="url(#cap)"/>
  <rect x="500" y="380" width="150" height="140" rx="6" fill="#f6efe6"/><circle cx="575" cy="436" r="30" fill="#c64f70"/><rect x="528" y="482" width="94" height="9" rx="4" fill="#5d1730"/><rect x="544" y="498" width="62" height="7" rx="3" fill="#a88"/>
  <rect x="498" y="290" width="16" height="300" rx="8" fill="#fff" opacity=".5"/>
  <circle cx="850" cy="566" r="76" fill="url(#fruit)"/><circle cx="962" cy="596" r="52" fill="url(#fruit)"/><path d="M846 494c6-26 24-38 48-40-4 26-20 40-48 40z" fill="#4b7d3f"/>
</svg>`

/** What each layout is shown with. */
const WORDS: Readonly<Record<TemplateId, string>> = {
  kinetic_type: 'Made to move you',
  product_card: 'Rosa Cinco. A scent for slow evenings',
  quote: '“I wear it every day.” Ines, Lisbon',
  countdown: 'Countdown to the new scent: 3, 2, 1',
  list: 'Rose; Cedar; A little salt',
  before_after: 'Before: dull. After: glowing',
  offer: 'Rosa Cinco now 29 € instead of 49 €',
  logo_sting: 'Rosa',
}

const found = await discoverFfmpeg({ ffmpegPath: null, ffprobePath: null })
if (!found.ok) throw new Error(found.message)
const { ffmpeg } = found
const engine = createMotionEngine({ ffmpeg })
const folder = mkdtempSync(join(tmpdir(), 'pagereel-looks-'))
mkdirSync(TARGET, { recursive: true })
const path = join(folder, 'scene.png')
await sharp(Buffer.from(SCENE)).png().toFile(path)

const PLAIN: Omit<MotionSpec, 'output'> = {
  picture: { path, ...FRAME, focus: { x: 0.5, y: 0.6 }, subject: null, mask: null, depth: null },
  title: null,
  overlay: null,
  ...FRAME,
  frameRate: 24,
  frames: 24,
  fit: 'crop',
  camera: 'static_focus',
  cameraFrom: 'move',
  intensity: 1,
  seed: 7,
  style: 'realistic',
  lighting: null,
  lightingStrength: 1,
  bars: false,
  parallax: false,
  sideBySide: false,
}

/** Renders a clip and keeps one of its frames, small. */
async function make(name: string, more: Partial<MotionSpec>, at: number): Promise<void> {
  const output = join(folder, `${name}.mp4`)
  const done = await engine.render({ ...PLAIN, ...more, output }, { signal: new AbortController().signal, onProgress: () => {} })
  if (!done.ok) throw new Error(`${name}: ${done.problem.detail}`)
  const frame = join(folder, `${name}.png`)
  if (outputOf(ffmpeg.ffmpeg, ['-v', 'error', '-i', output, '-vf', `select=eq(n\\,${at})`, '-frames:v', '1', frame]) === null)
    throw new Error(`${name}: no frame`)
  const file = join(TARGET, `${name}.webp`)
  const { size } = await sharp(frame)
    .resize(THUMBNAIL.width, THUMBNAIL.height, { fit: 'cover' })
    .webp({ quality: 78, effort: 6 })
    .toFile(file)
  say(`${name} ${size} bytes`)
}

for (const style of STYLES) await make(`style-${style}`, { style }, 12)
for (const lighting of LIGHTINGS) await make(`light-${lighting}`, { lighting }, 12)
for (const template of TEMPLATES) {
  const title = { text: WORDS[template], template, platform: null }
  const shown = template === 'product_card' || template === 'offer' ? PLAIN.picture : null
  await make(`words-${template}`, { title, picture: shown, frames: 96 }, template === 'countdown' ? 40 : 60)
}
await engine.close()
rmSync(folder, { recursive: true, force: true })
