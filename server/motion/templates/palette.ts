import type { Style } from 'shared/strategy'
import type { Colour } from './node.ts'
import type { Lettering } from '../../drawing/index.ts'

/** The colours and letters of a style. Words have a contrast of 4.5 (WCAG 2.2, SC 1.4.3) on everything that may lie behind them. */
export interface Palette {
  readonly backdrop: { readonly from: Colour; readonly to: Colour; readonly angle: number }
  /** What moves behind the words. */
  readonly scenery: 'lights' | 'confetti' | 'rays' | 'blocks' | 'balls'
  /** Colours of the scenery. */
  readonly lights: readonly [Colour, Colour, Colour]
  /** How strongly the scenery is seen. */
  readonly strength: number
  readonly ink: Colour
  /** Words of the second rank. */
  readonly muted: Colour
  /** The two ends of the accent's gradient. */
  readonly accent: readonly [Colour, Colour]
  /** Words on the accent. */
  readonly onAccent: Colour
  /** A surface a little off the backdrop, and how opaque it is. */
  readonly panel: { readonly colour: Colour; readonly opacity: number }
  readonly title: Lettering
  readonly text: Lettering
}

const SANS = { face: 'sans', weight: 600, tracking: -0.012 } as const satisfies Lettering

export const PALETTES: Readonly<Record<Style, Palette>> = {
  realistic: {
    backdrop: { from: '#0d0824', to: '#10183a', angle: 60 },
    scenery: 'lights',
    lights: ['#7b61ff', '#2f8fe0', '#b04ef0'],
    strength: 0.62,
    ink: '#ffffff',
    muted: '#cfcbee',
    accent: ['#b09cff', '#7bd7ff'],
    onAccent: '#0d0824',
    panel: { colour: '#ffffff', opacity: 0.09 },
    title: { face: 'sans', weight: 800, tracking: -0.03 },
    text: SANS,
  },
  cinematic: {
    backdrop: { from: '#060708', to: '#1a120a', angle: 70 },
    scenery: 'lights',
    lights: ['#b06a25', '#1c5a60', '#7a3a16'],
    strength: 0.6,
    ink: '#f9f2e6',
    muted: '#d6c8b2',
    accent: ['#ffe0ab', '#eaaa58'],
    onAccent: '#14100a',
    panel: { colour: '#f9f2e6', opacity: 0.07 },
    title: { face: 'serif', weight: 600, tracking: -0.01 },
    text: { face: 'sans', weight: 500, tracking: 0 },
  },
  cartoon: {
    backdrop: { from: '#ffdd57', to: '#ffc83a', angle: 80 },
    scenery: 'confetti',
    lights: ['#ffae78', '#ffe88f', '#ffb347'],
    strength: 1,
    ink: '#2a1163',
    muted: '#4a2a7e',
    accent: ['#8a1657', '#5a1fc0'],
    onAccent: '#ffffff',
    panel: { colour: '#fff6d6', opacity: 0.92 },
    title: { face: 'round', weight: 700, tracking: -0.01 },
    text: { face: 'round', weight: 600, tracking: 0 },
  },
  anime: {
    backdrop: { from: '#171046', to: '#55186b', angle: 75 },
    scenery: 'rays',
    lights: ['#e0559a', '#6a5cff', '#e08055'],
    strength: 0.45,
    ink: '#ffffff',
    muted: '#ecd9ff',
    accent: ['#ffe27a', '#ffb0d0'],
    onAccent: '#2a0f4a',
    panel: { colour: '#ffffff', opacity: 0.1 },
    title: { face: 'sans', weight: 900, tracking: -0.02 },
    text: { face: 'sans', weight: 700, tracking: -0.01 },
  },
  'motion-graphics': {
    backdrop: { from: '#0e0e16', to: '#14131f', angle: 90 },
    scenery: 'blocks',
    lights: ['#5b3df5', '#1f86c9', '#2a2840'],
    strength: 1,
    ink: '#ffffff',
    muted: '#d2d0e6',
    accent: ['#b7a5ff', '#8fe0ff'],
    onAccent: '#0e0e16',
    panel: { colour: '#ffffff', opacity: 0.08 },
    title: { face: 'tall', weight: 400, tracking: 0.005 },
    text: SANS,
  },
  '3d': {
    backdrop: { from: '#120c2c', to: '#2a1a5e', angle: 65 },
    scenery: 'balls',
    lights: ['#6a3fdc', '#a52f82', '#1f63ab'],
    strength: 1,
    ink: '#ffffff',
    muted: '#ddd3ff',
    accent: ['#ffb8ec', '#9fe6ff'],
    onAccent: '#1a0f3d',
    panel: { colour: '#ffffff', opacity: 0.11 },
    title: { face: 'wide', weight: 800, tracking: -0.03 },
    text: SANS,
  },
}
