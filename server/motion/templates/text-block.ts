import { type Fill, group, type GroupNode, type Node, type Placement, solid, type TextNode } from './node.ts'
import type { Stage } from './stage.ts'
import { layOut, partsOf, type TextBox, type TextLayout, type TextLine, type TextPart } from '../../drawing/index.ts'
import { onwards, type Track, tween } from './track.ts'

/** How the parts of a text come in and go out. Seconds. */
export interface Entrance {
  /** `rise` comes up from behind its line, `pop` grows a little too far, `fade` lifts and clears, `swing` comes in large and settles. */
  readonly kind: 'rise' | 'pop' | 'fade' | 'swing'
  readonly by: 'line' | 'word' | 'grapheme'
  readonly start: number
  /** From part to part. */
  readonly stagger: number
  /** Of one part. */
  readonly duration: number
  /** When all parts leave together; without it they stay. */
  readonly leave?: number
}

/** All parts of a text have come in within this many seconds at most, however many they are. */
const WHOLE_STAGGER = 1.5
/** Seconds that it takes to leave. */
export const LEAVING = 0.38

/**
 * The words of a layout as nodes, its block's top left corner at a point. Every part rests on whole pixels.
 * @param accent gives a part another fill
 */
export function textBlock(
  layout: TextLayout,
  at: { readonly x: number; readonly y: number },
  look: { readonly fill: Fill; readonly accent?: (part: string) => Fill | null },
  entrance: Entrance,
): GroupNode {
  const lines = layout.lines.map((line) => ({ line, parts: partsOf(line, layout, entrance.by) }))
  const count = lines.reduce((sum, { parts }) => sum + parts.length, 0)
  const stagger = Math.min(entrance.stagger, WHOLE_STAGGER / Math.max(1, count - 1))
  let index = 0
  const nodes = lines.map(({ line, parts }) =>
    lineGroup(
      line,
      parts.map((part) => {
        const start = entrance.start + stagger * index++
        const fill = look.accent?.(part.text) ?? look.fill
        return partNode(part, line, layout, fill, { ...entrance, start })
      }),
      layout,
      entrance,
    ),
  )
  return group(nodes, { x: Math.round(at.x), y: Math.round(at.y) })
}

/** The window keeps a line's words out of sight until they rise into it. */
function lineGroup(line: TextLine, parts: readonly Node[], layout: TextLayout, { kind }: Entrance): GroupNode {
  const placement = { x: Math.round(line.x), y: Math.round(line.baseline) }
  if (kind !== 'rise') return group(parts, placement)
  const { top, bottom } = masking(line, layout)
  return group(parts, { ...placement, window: { left: -layout.width - layout.size, right: 2 * layout.width + layout.size, top, bottom } })
}

function masking(line: TextLine, layout: TextLayout): { readonly top: number; readonly bottom: number } {
  const room = 0.08 * layout.size
  return { top: -line.ink.ascent - room, bottom: line.ink.descent + room }
}

function partNode(part: TextPart, line: TextLine, layout: TextLayout, fill: Fill, entrance: Entrance): Node {
  const text: TextNode = { kind: 'text', text: part.text, font: layout.font, size: layout.size, fill }
  const { start, duration, leave } = entrance
  const x = Math.round(part.x)
  const { top, bottom } = masking(line, layout)
  const appear = tween(0, 1, start, duration * 0.6, 'easeOutCubic')
  const opacity = leave === undefined ? appear : onwards(appear, 0, leave, LEAVING)
  switch (entrance.kind) {
    case 'rise': {
      const up = tween(bottom - top, 0, start, duration)
      return group([text], { x, y: leave === undefined ? up : onwards(up, top - bottom, leave, LEAVING) })
    }
    case 'fade': {
      const up = tween(0.45 * layout.size, 0, start, duration)
      return group([text], { x, y: leave === undefined ? up : onwards(up, -0.3 * layout.size, leave, LEAVING), opacity })
    }
    case 'pop':
      return scaled(text, { x, advance: part.advance, size: layout.size }, tween(0.4, 1, start, duration, 'easeOutBack'), opacity)
    default:
      return scaled(text, { x, advance: part.advance, size: layout.size }, tween(1.45, 1, start, duration, 'easeOutQuint'), opacity)
  }
}

/** Grows around the middle of a part's letters. */
function scaled(
  text: TextNode,
  { x, advance, size }: { x: number; advance: number; size: number },
  scale: Track,
  opacity: Track,
): GroupNode {
  const middle = { x: Math.round(advance / 2), y: -Math.round(0.35 * size) }
  const inner: Placement = { x: -middle.x, y: -middle.y }
  return group([{ ...text, ...inner }], { x: x + middle.x, y: middle.y, scaleX: scale, scaleY: scale, opacity })
}

/** Sizes as shares of the shorter side, in the letters of the style's titles. */
export function titleBox(stage: Stage, room: { readonly width: number; readonly height: number }, largest: number): TextBox {
  const { palette, unit, smallestText } = stage
  const leading = palette.title.face === 'tall' ? 1.18 : palette.title.face === 'wide' ? 1.2 : 1.1
  return { ...room, largest: largest * unit, smallest: smallestText, lettering: palette.title, leading, align: 'start' }
}

/** For whole sentences: lighter letters, more room between lines. */
export function sentenceBox(stage: Stage, room: { readonly width: number; readonly height: number }, largest: number): TextBox {
  const { palette, unit, smallestText } = stage
  return { ...room, largest: largest * unit, smallest: smallestText, lettering: palette.text, leading: 1.3, align: 'start' }
}

/** Where a block of a size begins inside a room: `across` and `down` are 0 at the start, 1 at the end; words from the right start there. */
export function startOf(
  size: { readonly width: number; readonly height: number; readonly direction?: 'ltr' | 'rtl' },
  room: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  across: number,
  down: number,
): { readonly x: number; readonly y: number } {
  const share = size.direction === 'rtl' ? 1 - across : across
  return { x: room.x + share * (room.width - size.width), y: room.y + down * (room.height - size.height) }
}

/** The accent's gradient over words. */
export function accentFill(stage: Stage): Fill {
  const [from, to] = stage.palette.accent
  return { kind: 'linear', from, to, angle: 20 }
}

export function inkFill(stage: Stage): Fill {
  return solid(stage.palette.ink)
}

export { layOut, type TextBox, type TextLayout }
