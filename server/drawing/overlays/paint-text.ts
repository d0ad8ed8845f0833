import type { SKRSContext2D } from '@napi-rs/canvas'
import { type Colour, INK } from '../colours.ts'
import { applyFont } from '../text/fonts.ts'
import type { TextLayout } from '../text/layout.ts'
import { isPictorial } from '../text/script.ts'

export interface TextPaint {
  readonly colour: Colour
  /** Around the letters, as a share of the font size; 0 where what lies behind is known to be dark. */
  readonly outline: number
  /** Where lines that are shorter than the longest stand: 0 at the left, 1 at the right. */
  readonly across: number
}

const SHADOW = 'rgba(0, 0, 0, 0.5)'

/** Draws a text that was set, its block's left upper corner at a point. */
export function paintText(
  context: SKRSContext2D,
  layout: TextLayout,
  at: { readonly x: number; readonly y: number },
  paint: TextPaint,
): void {
  const { font, size, width } = layout
  const lines = layout.lines.map(({ text, ink, baseline }) => ({
    text,
    x: at.x + Math.max(0, ink.left) + paint.across * (width - Math.max(ink.advance, ink.right) - Math.max(0, ink.left)),
    y: at.y + baseline,
  }))
  for (const { text, x, y } of paint.outline > 0 ? lines : []) {
    context.save()
    applyFont(context, font, size, text)
    context.shadowColor = SHADOW
    context.shadowBlur = 0.2 * size
    context.strokeStyle = INK
    context.lineJoin = 'round'
    context.lineWidth = 2 * paint.outline * size
    if (isPictorial(text)) context.fillText(text, x, y)
    else context.strokeText(text, x, y)
    context.restore()
  }
  for (const { text, x, y } of lines) {
    applyFont(context, font, size, text)
    context.fillStyle = paint.colour
    context.fillText(text, x, y)
  }
}
