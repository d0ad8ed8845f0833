import { wordsOn } from '../colours.ts'
import { applyFont, fontFor, type Ink, measure } from '../text/fonts.ts'
import { normalise } from '../text/line-breaking.ts'
import type { Easel, Sketch } from './sketch.ts'

const LARGEST = 0.085
/** Of the old price against the new one, and no smaller than what is legible. */
const BEFORE = 0.6
const PADDING = { across: 0.5, down: 0.32 } as const
const GAP = 0.35

/** A price on a label in the brand's colour, the old one before it struck through. As large as the room allows. */
export function priceTag(price: string, before: string | null, { unit, smallest, room, brand }: Easel): Sketch | null {
  const words = { price: normalise(price), before: before === null ? '' : normalise(before) }
  const font = fontFor(`${words.price} ${words.before}`, { face: brand.heading ?? 'sans', weight: 800, tracking: -0.01 })
  const sizes = (size: number) => ({ price: size, before: Math.max(smallest, BEFORE * size) })
  const measured = (size: number): { readonly price: Ink; readonly before: Ink | null; readonly width: number } => {
    const ink = measure(words.price, font, size)
    const old = words.before === '' ? null : measure(words.before, font, sizes(size).before)
    const width = ink.advance + (old === null ? 0 : old.advance + GAP * size) + 2 * PADDING.across * size
    return { price: ink, before: old, width }
  }
  let size = LARGEST * unit
  while (size > smallest && measured(size).width > room.width) size = Math.max(smallest, size * 0.95)
  const { before: old, width } = measured(size)
  if (width > room.width) return null
  const height = size * (0.72 + 2 * PADDING.down)
  const baseline = height / 2 + 0.36 * size
  const colour = wordsOn(brand.colour)
  return {
    width,
    height,
    reach: 0.4 * size,
    paint(context) {
      context.save()
      context.shadowColor = 'rgba(0, 0, 0, 0.4)'
      context.shadowBlur = 0.25 * size
      context.shadowOffsetY = 0.06 * size
      context.fillStyle = brand.colour
      context.beginPath()
      context.roundRect(0, 0, width, height, 0.3 * height)
      context.fill()
      context.restore()
      context.fillStyle = colour
      let x = PADDING.across * size
      if (old !== null) {
        const small = sizes(size).before
        applyFont(context, font, small, words.before)
        context.fillText(words.before, x, baseline)
        context.fillRect(x - 0.08 * small, baseline - 0.4 * small, old.advance + 0.16 * small, Math.max(2, 0.09 * small))
        x += old.advance + GAP * size
      }
      applyFont(context, font, size, words.price)
      context.fillText(words.price, x, baseline)
    },
  }
}
