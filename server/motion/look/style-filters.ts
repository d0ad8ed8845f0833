import type { FrameSize } from 'shared/camera'
import type { Style } from 'shared/strategy'

/**
 * The filter graphs of the styles: from planar RGB of 8 bits to the same, one input and one output. `grade` is the filter that applies
 * the colours of the look. Lengths are given for a short side of 1080 pixels and follow the picture's size.
 *
 * Every filter is a function of its own frame and none detects anything by a hard threshold, so what stands still stays still.
 */
export function styleFilters(style: Style, size: FrameSize, grade: string): string {
  return GRAPHS[style]({ scale: Math.min(size.width, size.height) / 1080, grade })
}

interface Setting {
  /** Pixels for each pixel of a short side of 1080. */
  readonly scale: number
  readonly grade: string
}

const GRAPHS: Readonly<Record<Style, (setting: Setting) => string>> = {
  realistic: ({ grade }) => grade,
  cinematic: ({ scale, grade }) => `${grade},split[print][bright];
    [bright]${levels([196, 3.4], [206, 1.8], [220, 1])},${blur(20, scale, 2)}[halation];
    [print][halation]blend=all_mode=screen:all_opacity=0.6`,
  cartoon: ({ scale, grade }) => `${blur(1.1, scale)},split[paint][pencil];
    [paint]${flatten(14, 0.09, scale)},${flatten(14, 0.07, scale)},${grade}[flat];
    [pencil]format=gray,${flatten(6, 0.09, scale)},${inked({ fine: 1.7, wide: 4.5, from: 950, softness: 240 }, scale)},
    ${tintedInk(24, 14, 34)}[ink];
    [flat][ink]blend=all_mode=multiply`,
  anime: ({ scale, grade }) => `${flatten(9, 0.07, scale)},split[paint][pencil];
    [paint]${flatten(9, 0.05, scale)},${grade},split[flat][bright];
    [bright]${levels([185, 2.6], [185, 2.6], [172, 2.6])},${blur(26, scale, 2)}[bloom];
    [pencil]${inked({ fine: 0.9, wide: 2.4, from: 900, softness: 300 }, scale)},${tintedInk(92, 58, 112)}[ink];
    [flat][ink]blend=all_mode=multiply[drawn];
    [drawn][bloom]blend=all_mode=screen:all_opacity=0.42`,
  'motion-graphics': ({ scale, grade }) => `${blur(2.2, scale)},split[paint][pencil];
    [paint]${flatten(14, 0.09, scale)},${grade}[flat];
    [pencil]format=gray,${flatten(6, 0.09, scale)},${inked({ fine: 2.2, wide: 6, from: 1700, softness: 260 }, scale)},
    ${tintedInk(27, 18, 64)}[ink];
    [flat][ink]blend=all_mode=multiply`,
  '3d': ({ scale, grade }) => `${blur(0.9, scale)},${flatten(10, 0.09, scale)},split[paint][form];
    [paint]${flatten(12, 0.08, scale)},${grade}[clay];
    [form]format=gray16,split=3[fine][wide][deep];
    [fine]${blur(2.2, scale, 2)},${slope(1.3 * scale, 17_000)},split[edges][facing];
    [wide]${blur(12, scale, 2)},${slope(5 * scale, 9_000)}[swell];
    [edges][swell]blend=all_mode=grainmerge,format=gbrp[shading];
    [deep]split[near][far];[near]${blur(3, scale)}[near];[far]${blur(30, scale, 2)}[far];
    [near][far]blend=all_mode=grainextract,lut=c0='65535-34000*tanh(max(0\\,32768-val-1000)/14000)',format=gbrp[contact];
    [facing]lut=c0='clip((val-39000)*2.6\\,0\\,65535)',${blur(1.6, scale)},format=gbrp[sheen];
    [clay][shading]blend=all_mode=softlight[lit];
    [lit][contact]blend=all_mode=multiply[grounded];
    [grounded][sheen]blend=all_mode=screen:all_opacity=0.5`,
}

/** Evens out what differs by less than the range (a share of white) and keeps what differs by more. */
function flatten(radius: number, range: number, scale: number): string {
  return `bilateral=sigmaS=${number(radius * scale)}:sigmaR=${range}:planes=7`
}

function blur(deviation: number, scale: number, steps = 1): string {
  return `gblur=sigma=${number(deviation * scale)}:steps=${steps}`
}

/** What lies above a level of 255, that many times as strong, for each of red, green and blue. */
function levels(...channels: readonly (readonly [from: number, gain: number])[]): string {
  const names = ['r', 'g', 'b']
  return `lutrgb=${channels.map(([from, gain], index) => `${names[index]}='clip((val-${from})*${gain}\\,0\\,255)'`).join(':')}`
}

interface Pen {
  /** Deviations of the two blurs whose difference is the line. */
  readonly fine: number
  readonly wide: number
  /** How much darker than around it a line must be, and how softly it begins; of 65535. */
  readonly from: number
  readonly softness: number
}

/**
 * Lines where it is darker than around, white elsewhere: a soft threshold on a difference of Gaussians, as in Winnemöller, Kyprianidis,
 * Olsen, "XDoG: an extended difference-of-Gaussians" (2012). In 16 bits, for the difference is a few levels of 8.
 */
function inked({ fine, wide, from, softness }: Pen, scale: number): string {
  return `format=gray16,split[thin][thick];[thin]${blur(fine, scale)}[thin];[thick]${blur(wide, scale)}[thick];
    [thin][thick]blend=all_mode=grainextract,lut=c0='65535*(1+tanh((val-32768+${from})/${softness}))/2',format=gbrp`
}

/** Makes black lines lines of a colour. */
function tintedInk(r: number, g: number, b: number): string {
  const channel = (level: number): string => `${level}+val*${255 - level}/255`
  return `lutrgb=r=${channel(r)}:g=${channel(g)}:b=${channel(b)}`
}

/**
 * Light from above left on brightness taken as height: the slope towards below right, around middle grey.
 * @param gain how steep it is made
 * @param most of 32768, how far the light and the shade go at a steep edge
 */
function slope(gain: number, most: number): string {
  const towards = "convolution=0m='-2 -1 0 -1 0 1 0 1 2'"
  return `${towards}:0rdiv=${number(gain)}:0bias=32768,lut=c0='32768+${most}*tanh((val-32768)/${most})'`
}

function number(value: number): string {
  return String(Number(value.toFixed(3)))
}
