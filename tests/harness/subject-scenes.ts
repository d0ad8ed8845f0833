import { mulberry32 } from 'shared/camera'
import sharp from 'sharp'

export const SCENE_OBJECTS = ['bottle', 'shoe', 'mug', 'lamp', 'plant', 'backpack'] as const
export const SCENE_BACKGROUNDS = ['white', 'gradient', 'brick', 'clutter', 'room'] as const
export type SceneObject = (typeof SCENE_OBJECTS)[number]
export type SceneBackground = (typeof SCENE_BACKGROUNDS)[number]

/** A picture of one thing before something, of which every pixel's share of the thing is known exactly. */
export interface SubjectScene {
  readonly width: number
  readonly height: number
  /** JPEG. */
  readonly picture: Buffer
  /** How much of each pixel is the thing, 0..255, row by row. */
  readonly alpha: Buffer
}

const SIZE = { width: 960, height: 720 } as const

/** Draws a scene; colours, place and grain follow from the seed. */
export async function subjectScene(object: SceneObject, background: SceneBackground, seed: number): Promise<SubjectScene> {
  const random = mulberry32(seed)
  const { width, height } = SIZE
  const hue = Math.floor(random() * 360)
  const scale = height * (0.0066 + random() * 0.0014)
  const [left, top] = [width * (0.35 + random() * 0.3) - 50 * scale, height * 0.93 - 100 * scale]
  const thing = `<g transform="translate(${left} ${top}) scale(${scale})">${OBJECTS[object](hue)}</g>`
  const shadow = `<ellipse cx="${left + 54 * scale}" cy="${top + 98.5 * scale}" rx="${34 * scale}" ry="${4 * scale}" fill="url(#shadow)"/>`
  const drawn = svg(`${BACKGROUNDS[background](random, (hue + 150) % 360)}${shadow}${thing}`)
  const [picture, alpha] = await Promise.all([photographed(drawn, random), coverage(svg(thing))])
  return { ...SIZE, picture, alpha }
}

function svg(content: string): Buffer {
  const { width, height } = SIZE
  const shadow = '<radialGradient id="shadow"><stop offset="0" stop-opacity=".5"/><stop offset="1" stop-opacity="0"/></radialGradient>'
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${shadow}</defs>${content}</svg>`)
}

async function photographed(drawn: Buffer, random: () => number): Promise<Buffer> {
  const { data, info } = await sharp(drawn).removeAlpha().blur(0.6).raw().toBuffer({ resolveWithObject: true })
  const grained = Buffer.from(Uint8ClampedArray.from(data, (value) => value + (random() - 0.5) * 14))
  return await sharp(grained, { raw: { width: info.width, height: info.height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}

function coverage(thing: Buffer): Promise<Buffer> {
  return sharp(thing).ensureAlpha().extractChannel('alpha').toColourspace('b-w').raw().toBuffer()
}

const sideLit = (id: string, hue: number, saturation: number): string =>
  `<linearGradient id="${id}"><stop offset="0" stop-color="hsl(${hue} ${saturation}% 24%)"/><stop offset=".35" stop-color="hsl(${hue} ${saturation}% 60%)"/>
   <stop offset="1" stop-color="hsl(${hue} ${saturation}% 18%)"/></linearGradient>`

/** Things in a square of 100 units, standing on its lower side. */
const OBJECTS: Readonly<Record<SceneObject, (hue: number) => string>> = {
  bottle: (hue) => `<defs>${sideLit('o', hue, 60)}</defs>
    <path fill="url(#o)" d="M44 6h12v20c0 5 11 8 11 20v48q0 5-5 5H38q-5 0-5-5V46c0-12 11-15 11-20z"/>
    <rect x="43" y="2" width="14" height="9" rx="2" fill="hsl(${hue} 15% 16%)"/><rect x="33" y="56" width="34" height="24" fill="#f4efe4"/>
    <rect x="38" y="62" width="24" height="3" fill="hsl(${hue} 50% 30%)"/><rect x="37" y="46" width="3" height="48" rx="1.5" fill="#fff" opacity=".35"/>`,
  shoe: (hue) => `<defs>${sideLit('o', hue, 70)}</defs>
    <path fill="url(#o)" d="M8 62c8 3 22 0 28-8 3 10 14 18 30 21 16 3 27 5 28 14H8z"/><path fill="#eee8dc" d="M6 88h90q1 11-9 11H12q-7 0-6-11z"/>
    <path stroke="#f6f2ea" stroke-width="2.4" d="M36 62l9-6M41 68l9-6M47 73l9-6M54 77l8-6"/><path fill="hsl(${hue} 40% 14%)" d="M8 62c8 3 22 0 28-8l2 5c-8 8-22 10-30 8z"/>`,
  mug: (
    hue,
  ) => `<defs>${sideLit('o', hue, 45)}</defs><path d="M66 52h10q12 0 12 14t-12 14H66" fill="none" stroke="hsl(${hue} 45% 34%)" stroke-width="7"/>
    <path fill="url(#o)" d="M20 42h50v46q0 11-11 11H31q-11 0-11-11z"/><ellipse cx="45" cy="42" rx="25" ry="5.5" fill="hsl(${hue} 30% 70%)"/><ellipse cx="45" cy="42.6" rx="21.5" ry="4" fill="#3a2114"/>`,
  lamp: (
    hue,
  ) => `<defs>${sideLit('o', hue, 35)}</defs><path fill="url(#o)" d="M32 8h36l14 38H18z"/><rect x="47.5" y="46" width="5" height="46" fill="#5b4a3a"/>
    <ellipse cx="50" cy="94" rx="21" ry="5" fill="#4a3b2e"/><path d="M30 46h40" stroke="hsl(${hue} 30% 85%)" stroke-width="1.6"/>`,
  plant: (hue) => `<defs>${sideLit('o', (hue + 20) % 360, 40)}</defs>
    ${[-58, -36, -14, 8, 30, 52].map((turn, index) => `<path transform="rotate(${turn} 50 66)" fill="hsl(${112 + index * 5} 45% ${26 + (index % 3) * 8}%)" d="M50 68C${40 - (index % 2) * 3} 46 43 22 50 10c7 12 10 36 0 58z"/>`).join('')}
    <path fill="url(#o)" d="M31 66h38l-5 30q-.6 3-4 3H40q-3.400 0-4-3z"/><rect x="28" y="62" width="44" height="8" rx="2" fill="hsl(${(hue + 20) % 360} 40% 42%)"/>`,
  backpack: (
    hue,
  ) => `<defs>${sideLit('o', hue, 55)}</defs><path d="M40 12q0-9 10-9t10 9" fill="none" stroke="hsl(${hue} 50% 20%)" stroke-width="4"/>
    <path fill="url(#o)" d="M24 40q0-30 26-30t26 30v50q0 9-9 9H33q-9 0-9-9z"/><rect x="31" y="58" width="38" height="32" rx="5" fill="hsl(${hue} 50% 33%)" stroke="hsl(${hue} 50% 18%)"/>
    <path d="M31 68h38M32 36h36" stroke="#d9c68a" stroke-width="1.600"/><rect x="18" y="52" width="7" height="36" rx="3" fill="hsl(${hue} 50% 20%)"/><rect x="75" y="52" width="7" height="36" rx="3" fill="hsl(${hue} 50% 17%)"/>`,
}

type Background = (random: () => number, hue: number) => string

const BACKGROUNDS: Readonly<Record<SceneBackground, Background>> = {
  white: () => '<rect width="100%" height="100%" fill="#f7f7f6"/>',
  gradient: (
    _,
    hue,
  ) => `<linearGradient id="b" y2="1" x2=".4"><stop stop-color="hsl(${hue} 45% 84%)"/><stop offset="1" stop-color="hsl(${hue + 40} 40% 52%)"/></linearGradient>
    <rect width="100%" height="100%" fill="url(#b)"/>`,
  brick: (random) => {
    const bricks = Array.from({ length: 15 * 13 }, (_, index) => {
      const [row, column] = [Math.floor(index / 13), index % 13]
      const colour = `hsl(${12 + random() * 14} ${30 + random() * 20}% ${38 + random() * 14}%)`
      return `<rect x="${column * 84 - (row % 2) * 42}" y="${row * 44}" width="80" height="40" fill="${colour}"/>`
    })
    return `<rect width="100%" height="100%" fill="#b8aca0"/>${bricks.join('')}<rect y="640" width="100%" height="80" fill="#8b857c"/>`
  },
  clutter: (random) => {
    const things = Array.from({ length: 60 }, () => {
      const [x, y, size, turn] = [random() * 960, random() * 640, 30 + random() * 110, random() * 180]
      const colour = `hsl(${random() * 360} ${20 + random() * 40}% ${30 + random() * 45}%)`
      return `<rect x="${x}" y="${y}" width="${size}" height="${size * (0.3 + random())}" rx="${random() * 20}" fill="${colour}" transform="rotate(${turn} ${x} ${y})"/>`
    })
    return `<rect width="100%" height="100%" fill="#8d8478"/>${things.join('')}<rect y="640" width="100%" height="80" fill="#6d5b48"/>`
  },
  room: (
    random,
    hue,
  ) => `<rect width="100%" height="100%" fill="hsl(${hue} 14% 74%)"/><rect x="${60 + random() * 200}" y="60" width="230" height="300" fill="#dfe9f2" stroke="#f6f4f0" stroke-width="14"/>
    <rect x="${640 + random() * 60}" y="120" width="180" height="130" fill="hsl(${hue + 90} 30% 46%)" stroke="#3d332a" stroke-width="8"/>
    <rect y="560" width="100%" height="160" fill="#a78a66"/><rect y="552" width="100%" height="10" fill="#efe9df"/>`,
}
