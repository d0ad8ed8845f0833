import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { INK } from '../colours.ts'
import { applyFont, type Font } from '../text/fonts.ts'
import { isPictorial } from '../text/script.ts'
import type { SetCue, SetWord } from './set-cue.ts'
import type { StyleLook, WordLook } from './style-looks.ts'

/** Of a pill around its word, as shares of the font size. */
const PILL = { across: 0.15, above: 0.86, below: 0.3, radius: 0.24 } as const
const SHADOW = { blur: 0.22, down: 0.05, colour: 'rgba(0, 0, 0, 0.55)' } as const

/** How far a cue's drawing reaches beyond its words, as a share of the font size. */
export const REACH = 0.42

/**
 * Draws one state of a cue on a canvas of its own. What surrounds the letters comes first for all words, so that none covers its neighbour.
 * @param at the block's left upper corner on the canvas
 * @param lookOf null for a word that is not seen
 */
export function paintCue(
  cue: SetCue,
  font: Font,
  canvasSize: { readonly width: number; readonly height: number },
  at: { readonly x: number; readonly y: number },
  style: StyleLook,
  lookOf: (index: number) => WordLook | null,
): Canvas {
  const canvas = createCanvas(canvasSize.width, canvasSize.height)
  const context = canvas.getContext('2d')
  context.translate(at.x, at.y)
  const seen = cue.words.flatMap((word) => {
    const look = lookOf(word.index)
    return look === null ? [] : [{ word, look }]
  })
  for (const { word, look } of seen) {
    if (look.pill === null) drawWord(context, font, word, look, (size) => surround(context, word.text, size, style.outline))
  }
  for (const { whole, pill } of pillsOf(seen)) drawPill(context, whole, pill)
  for (const { word, look } of seen) {
    drawWord(context, font, word, look, () => {
      context.fillStyle = look.colour
      context.fillText(word.text, 0, 0)
    })
  }
  return canvas
}

/** Sets a word's letters and place, grown around its own middle. */
function drawWord(context: SKRSContext2D, font: Font, word: SetWord, { scale }: WordLook, draw: (size: number) => void): void {
  context.save()
  applyFont(context, font, word.size, word.text)
  context.direction = word.direction
  const [across, up] = [word.ink.advance / 2, 0.35 * word.size]
  context.translate(word.x + across, word.baseline - up)
  context.scale(scale, scale)
  context.translate(-across, up)
  draw(word.size)
  context.restore()
}

function surround(context: SKRSContext2D, text: string, size: number, outline: number): void {
  context.shadowColor = SHADOW.colour
  context.shadowBlur = SHADOW.blur * size
  context.shadowOffsetY = SHADOW.down * size
  if (isPictorial(text)) {
    context.fillText(text, 0, 0)
    return
  }
  context.strokeStyle = INK
  context.lineJoin = 'round'
  context.lineWidth = 2 * outline * size
  context.strokeText(text, 0, 0)
}

interface SeenWord {
  readonly word: SetWord
  readonly look: WordLook
}

/** One for each word and line: the parts of a word that stand side by side share theirs. */
function pillsOf(seen: readonly SeenWord[]): readonly { readonly whole: SetWord; readonly pill: string }[] {
  const pills: { whole: SetWord; readonly pill: string }[] = []
  for (const { word, look } of seen) {
    if (look.pill === null) continue
    const last = pills.at(-1)
    const touches =
      last?.whole.index === word.index && last.whole.baseline === word.baseline && word.x - last.whole.x - last.whole.ink.advance < 1
    if (last !== undefined && touches) last.whole = joined(last.whole, word)
    else pills.push({ whole: word, pill: look.pill })
  }
  return pills
}

function joined(left: SetWord, right: SetWord): SetWord {
  const [one, other] = [left.ink, right.ink]
  const ascent = Math.max(one.ascent, other.ascent)
  return { ...left, ink: { ...one, ascent, descent: Math.max(one.descent, other.descent), advance: right.x + other.advance - left.x } }
}

function drawPill(context: SKRSContext2D, { x, baseline, size, ink }: SetWord, colour: string): void {
  const [left, width] = [x - PILL.across * size, ink.advance + 2 * PILL.across * size]
  const top = Math.min(-PILL.above * size, -ink.ascent - 0.1 * size)
  const bottom = Math.max(PILL.below * size, ink.descent + 0.1 * size)
  context.save()
  context.shadowColor = SHADOW.colour
  context.shadowBlur = SHADOW.blur * size
  context.fillStyle = colour
  context.beginPath()
  context.roundRect(left, baseline + top, width, bottom - top, PILL.radius * size)
  context.fill()
  context.restore()
}
