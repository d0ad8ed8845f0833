import { PAPER } from '../colours.ts'
import { layOut, type TextBox } from '../text/layout.ts'
import { paintText } from './paint-text.ts'
import type { Easel, Sketch } from './sketch.ts'

const LARGEST = 0.075
const OUTLINE = 0.07
/** Of the safe zone: narrower first, so that words in a corner leave the picture free. */
const ROOMS = [
  { width: 0.66, height: 0.4 },
  { width: 1, height: 0.9 },
] as const

/** Words over the picture. Null where they are too many even for the whole safe zone. */
export function textOverlay(text: string, across: number, { unit, smallest, room, brand }: Easel): Sketch | null {
  const margin = OUTLINE * LARGEST * unit
  for (const share of ROOMS) {
    const box: TextBox = {
      width: share.width * room.width - 2 * margin,
      height: share.height * room.height - 2 * margin,
      largest: LARGEST * unit,
      smallest,
      lettering: { face: brand.heading ?? 'sans', weight: 800, tracking: -0.01 },
      leading: 1.18,
      align: 'start',
    }
    const layout = layOut(text, box)
    if (layout === null) continue
    return {
      width: layout.width + 2 * margin,
      height: layout.height + 2 * margin,
      reach: 0.5 * layout.size,
      paint: (context) => paintText(context, layout, { x: margin, y: margin }, { colour: PAPER, outline: OUTLINE, across }),
    }
  }
  return null
}
