import type { Rectangle } from 'shared/camera'
import type { Font } from '../../drawing/index.ts'
import type { Track } from './track.ts'

/** The typed scene graph of a template. Lengths are pixels of the frame, y down, times seconds, angles degrees clockwise. */

/** `#rrggbb` */
export type Colour = `#${string}`

export type Fill =
  | { readonly kind: 'solid'; readonly colour: Colour }
  /** From one colour to another along an angle from the left edge. */
  | { readonly kind: 'linear'; readonly from: Colour; readonly to: Colour; readonly angle: number }
  /** One colour that fades out from the middle to the edge without a ring. */
  | { readonly kind: 'glow'; readonly colour: Colour }
  /** A ball lit from the upper left. */
  | { readonly kind: 'ball'; readonly light: Colour; readonly dark: Colour }

/** How a node lies in its parent; all of it can move. */
export interface Placement {
  readonly x?: Track
  readonly y?: Track
  readonly scaleX?: Track
  readonly scaleY?: Track
  readonly rotation?: Track
  /** 0..1 */
  readonly opacity?: Track
  /** Only what is inside is seen, in the node's own coordinates; of a node that is not rotated. */
  readonly window?: Window
}

export interface Window {
  readonly left: Track
  readonly top: Track
  readonly right: Track
  readonly bottom: Track
}

/** Words on one line, drawn from the node's origin on their baseline. */
export interface TextNode extends Placement {
  readonly kind: 'text'
  readonly text: string
  readonly font: Font
  readonly size: number
  readonly fill: Fill
  /** Where a gradient begins and how far it goes, from the origin, so that words of one line share one. */
  readonly gradient?: Rectangle
}

/** A rectangle around the node's origin. */
export interface RectangleNode extends Placement {
  readonly kind: 'rectangle'
  readonly width: number
  readonly height: number
  readonly radius: number
  readonly fill: Fill
  /** Width of the outline; without it the whole is filled. */
  readonly stroke?: number
  /** Standard deviation of a blur: a shadow. */
  readonly blur?: number
}

/** An ellipse around the node's origin. */
export interface EllipseNode extends Placement {
  readonly kind: 'ellipse'
  readonly width: number
  readonly height: number
  readonly fill: Fill
  /** Width of the outline; without it the whole is filled. */
  readonly stroke?: number
  /** Share of the outline that is drawn, from the top clockwise. */
  readonly arc?: number
}

/** A closed shape with straight edges, its points around the node's origin. */
export interface PolygonNode extends Placement {
  readonly kind: 'polygon'
  readonly points: readonly { readonly x: number; readonly y: number }[]
  readonly fill: Fill
  /** Below 1 it is drawn with fewer pixels: for what is large and faint. */
  readonly detail?: number
}

/** The clip's picture, cropped to a rectangle around the node's origin. */
export interface PictureNode extends Placement {
  readonly kind: 'picture'
  readonly width: number
  readonly height: number
  readonly radius: number
  /** `before` has no colour left, `fill` is blurred and dark. */
  readonly treatment: 'plain' | 'before' | 'fill'
}

/** A Lottie file, fitted into a rectangle around the node's origin, over and over. It fades where it comes near words. */
export interface LottieNode extends Placement {
  readonly kind: 'lottie'
  readonly file: string
  /** Seconds of the file that are over when the clip begins. */
  readonly phase: number
  readonly width: number
  readonly height: number
}

export interface GroupNode extends Placement {
  readonly kind: 'group'
  readonly children: readonly Node[]
}

export type Leaf = TextNode | RectangleNode | EllipseNode | PolygonNode | PictureNode | LottieNode
export type Node = GroupNode | Leaf

/** A whole clip: what covers the frame, and what is seen on it, back to front. */
export interface Graph {
  readonly backdrop: Backdrop
  readonly nodes: readonly Node[]
}

/** The gradient that everything lies on. */
export interface Backdrop {
  readonly from: Colour
  readonly to: Colour
  /** Degrees from the left edge. */
  readonly angle: number
}

export function group(children: readonly Node[], placement: Placement = {}): GroupNode {
  return { kind: 'group', children, ...placement }
}

export function solid(colour: Colour): Fill {
  return { kind: 'solid', colour }
}
