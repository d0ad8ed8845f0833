import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { EllipseNode, Fill, PolygonNode, RectangleNode, TextNode } from '../node.ts'
import { applyFont, measure } from '../../../drawing/index.ts'

/** A leaf that is drawn with paths and letters alone. */
export type Drawn = TextNode | RectangleNode | EllipseNode | PolygonNode

/** Extents around a node's origin, in its own pixels. */
export interface Extents {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** How far a blur of standard deviation 1 reaches. */
const BLUR_REACH = 3

/** The smallest box that holds all that a leaf draws. */
export function extentsOf(node: Drawn): Extents {
  switch (node.kind) {
    case 'text': {
      const { left, right, ascent, descent } = measure(node.text, node.font, node.size)
      return { left: -left, right, top: -ascent, bottom: descent }
    }
    case 'rectangle':
      return around(node.width, node.height, (node.stroke ?? 0) / 2 + (node.blur ?? 0) * BLUR_REACH)
    case 'ellipse':
      return around(node.width, node.height, (node.stroke ?? 0) / 2)
    default: {
      const [xs, ys] = [node.points.map(({ x }) => x), node.points.map(({ y }) => y)]
      return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
    }
  }
}

function around(width: number, height: number, margin: number): Extents {
  return { left: -width / 2 - margin, right: width / 2 + margin, top: -height / 2 - margin, bottom: height / 2 + margin }
}

/** Draws a leaf on a canvas of its own, of which the origin is `origin` and a pixel of the node `density` pixels. */
export function paint(
  node: Drawn,
  extents: Extents,
  size: { width: number; height: number; x: number; y: number; density: number },
): Canvas {
  const canvas = createCanvas(size.width, size.height)
  const context = canvas.getContext('2d')
  context.translate(size.x, size.y)
  context.scale(size.density, size.density)
  context.fillStyle = styleOf(context, node.fill, node.kind === 'text' && node.gradient !== undefined ? corners(node.gradient) : extents)
  context.strokeStyle = context.fillStyle
  if (node.kind === 'text') {
    applyFont(context, node.font, node.size, node.text)
    // The canvas places text of either direction by its left edge.
    context.fillText(node.text, 0, 0)
    return canvas
  }
  trace(context, node)
  const stroke = node.kind === 'polygon' ? undefined : node.stroke
  const blur = node.kind === 'rectangle' ? node.blur : undefined
  if (blur !== undefined) context.filter = `blur(${blur * size.density}px)`
  if (stroke === undefined) context.fill()
  else {
    context.lineWidth = stroke
    context.lineCap = 'round'
    context.stroke()
  }
  return canvas
}

function corners({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Extents {
  return { left: x, top: y, right: x + width, bottom: y + height }
}

function trace(context: SKRSContext2D, node: RectangleNode | EllipseNode | PolygonNode): void {
  context.beginPath()
  switch (node.kind) {
    case 'rectangle':
      context.roundRect(-node.width / 2, -node.height / 2, node.width, node.height, Math.min(node.radius, node.width / 2, node.height / 2))
      break
    case 'ellipse':
      context.ellipse(0, 0, node.width / 2, node.height / 2, 0, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * (node.arc ?? 1))
      if (node.arc === undefined) context.closePath()
      break
    default:
      node.points.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)))
      context.closePath()
  }
}

type Style = SKRSContext2D['fillStyle']

function styleOf(context: SKRSContext2D, fill: Fill, { left, top, right, bottom }: Extents): Style {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  switch (fill.kind) {
    case 'solid':
      return fill.colour
    case 'linear': {
      const angle = (fill.angle * Math.PI) / 180
      const reach = (Math.abs(Math.cos(angle)) * (right - left) + Math.abs(Math.sin(angle)) * (bottom - top)) / 2
      const [across, down] = [Math.cos(angle) * reach, Math.sin(angle) * reach]
      const gradient = context.createLinearGradient(x - across, y - down, x + across, y + down)
      gradient.addColorStop(0, fill.from)
      gradient.addColorStop(1, fill.to)
      return gradient
    }
    case 'glow':
      return glow(context, x, y, (right - left) / 2, fill.colour)
    default: {
      const reach = (right - left) / 2
      const gradient = context.createRadialGradient(x - reach * 0.35, y - reach * 0.4, reach * 0.05, x, y, reach)
      gradient.addColorStop(0, fill.light)
      gradient.addColorStop(0.75, fill.dark)
      gradient.addColorStop(1, fill.light)
      return gradient
    }
  }
}

/** Fades like a raised cosine, so that no ring is seen. */
function glow(context: SKRSContext2D, x: number, y: number, reach: number, colour: string): Style {
  const gradient = context.createRadialGradient(x, y, 0, x, y, reach)
  for (let step = 0; step <= 16; step++) {
    const alpha = Math.round((255 * (1 + Math.cos((Math.PI * step) / 16))) / 2)
    gradient.addColorStop(step / 16, `${colour}${alpha.toString(16).padStart(2, '0')}`)
  }
  return gradient
}
