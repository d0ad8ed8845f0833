import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { Rectangle } from 'shared/camera'
import type { StoryOverlay } from 'shared/wire'
import { type Colour, contrast, INK, mix, PAPER, READABLE_CONTRAST, wordsOn } from '../colours.ts'
import { layOut, type TextBox, type TextLayout } from '../text/layout.ts'
import type { Logo } from './logo.ts'
import { paintText } from './paint-text.ts'
import type { Easel } from './sketch.ts'

type EndCard = Extract<StoryOverlay, { readonly kind: 'end_card' }>

/** A part of the card, one under the other. Pixels. */
interface Part {
  readonly width: number
  readonly height: number
  readonly paint: (context: SKRSContext2D, x: number, y: number) => void
}

/** Between two parts, as a share of the frame's shorter side. */
const GAP = 0.05
/** A logo stands out of the card at least so much; else it gets a plate. */
const LOGO_CONTRAST = 2.5
/** What is to be pressed has a contrast of 3 (WCAG 2.2, SC 1.4.11). */
const BUTTON_CONTRAST = 3

/**
 * The card at a film's end: logo, heading, what to do and where, in the middle of the safe zone on the brand's colours, as dark as white words
 * need them. Null where the words do not fit.
 */
export function endCard(
  card: EndCard,
  easel: Easel,
  frame: { readonly width: number; readonly height: number },
  zone: Rectangle,
  logo: Logo | null,
): Canvas | null {
  const [from, to] = [darkened(easel.brand.colour), darkened(mix(easel.brand.second, INK, 0.35))]
  const heading = set(card.heading, easel, { largest: 0.125, heading: true, height: 0.4 })
  const action = card.action === null ? null : set(card.action, easel, { largest: 0.055, heading: false, height: 0.12 })
  const address = card.address === null ? null : set(card.address, easel, { largest: 0.05, heading: false, height: 0.15 })
  if (heading === null || (card.action !== null && action === null) || (card.address !== null && address === null)) return null
  const parts = [
    ...(logo === null ? [] : [logoPart(logo, from, easel.unit)]),
    textPart(heading, PAPER),
    ...(action === null ? [] : [button(action, easel, from)]),
    ...(address === null ? [] : [textPart(address, PAPER)]),
  ]
  const gap = GAP * easel.unit
  const height = parts.reduce((sum, part) => sum + part.height, 0) + gap * (parts.length - 1)
  if (height > zone.height) return null
  const canvas = createCanvas(frame.width, frame.height)
  const context = canvas.getContext('2d')
  backdrop(context, frame, from, to)
  let y = zone.y + (zone.height - height) / 2
  for (const part of parts) {
    part.paint(context, zone.x + (zone.width - part.width) / 2, y)
    y += part.height + gap
  }
  return canvas
}

function darkened(colour: Colour): Colour {
  for (let step = 0; step < 20; step++) {
    const dark = mix(colour, INK, step / 20)
    if (contrast(PAPER, dark) >= READABLE_CONTRAST) return dark
  }
  return INK
}

function backdrop(
  context: SKRSContext2D,
  { width, height }: { readonly width: number; readonly height: number },
  from: Colour,
  to: Colour,
): void {
  const gradient = context.createLinearGradient(0, 0, width * 0.35, height)
  gradient.addColorStop(0, from)
  gradient.addColorStop(1, to)
  context.fillStyle = gradient
  context.fillRect(0, 0, width, height)
}

function set(
  text: string,
  { unit, smallest, room, brand }: Easel,
  wish: { readonly largest: number; readonly heading: boolean; readonly height: number },
): TextLayout | null {
  const box: TextBox = {
    width: room.width * 0.86,
    height: room.height * wish.height,
    largest: wish.largest * unit,
    smallest,
    lettering: wish.heading
      ? { face: brand.heading ?? 'sans', weight: 800, tracking: -0.02 }
      : { face: brand.body ?? 'sans', weight: 600, tracking: 0 },
    leading: 1.16,
    align: 'centre',
  }
  return layOut(text, box)
}

function textPart(layout: TextLayout, colour: Colour): Part {
  return {
    width: layout.width,
    height: layout.height,
    paint: (context, x, y) => paintText(context, layout, { x, y }, { colour, outline: 0, across: 0.5 }),
  }
}

/** What to do, on a pill in the brand's accent, or in white where that is lost on the card. */
function button(layout: TextLayout, { brand }: Easel, behind: Colour): Part {
  const colour = contrast(brand.accent, behind) < BUTTON_CONTRAST ? PAPER : brand.accent
  const [across, down] = [0.9 * layout.size, 0.55 * layout.size]
  const [width, height] = [layout.width + 2 * across, layout.height + 2 * down]
  return {
    width,
    height,
    paint(context, x, y) {
      context.fillStyle = colour
      context.beginPath()
      context.roundRect(x, y, width, height, Math.min(height / 2, 1.1 * layout.size))
      context.fill()
      paintText(context, layout, { x: x + across, y: y + down }, { colour: wordsOn(colour), outline: 0, across: 0.5 })
    },
  }
}

function logoPart({ image, width, height, luminance }: Logo, behind: Colour, unit: number): Part {
  const grey = Math.round(255 * luminance ** (1 / 2.2))
    .toString(16)
    .padStart(2, '0')
  const plate = contrast(`#${grey}${grey}${grey}`, behind) < LOGO_CONTRAST
  const padding = plate ? 0.03 * unit : 0
  return {
    width: width + 2 * padding,
    height: height + 2 * padding,
    paint(context, x, y) {
      if (plate) {
        context.fillStyle = luminance < 0.5 ? PAPER : INK
        context.beginPath()
        context.roundRect(x, y, width + 2 * padding, height + 2 * padding, 0.02 * unit)
        context.fill()
      }
      context.drawImage(image, x + padding, y + padding)
    },
  }
}
