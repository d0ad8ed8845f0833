/** What each platform asks of a clip: its shape, its length, its pace, and the part of the screen that its own controls leave free. */

import { type AspectRatio, aspectValue, containRectangle, type Rectangle } from '../camera/index.ts'
import type { Platform } from './names.ts'

/** Shares of the screen that lie under the platform's own controls and captions. */
interface Margins {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

export interface PlatformRule {
  readonly name: string
  readonly aspectRatio: AspectRatio
  /** Seconds. */
  readonly duration: number
  /** Seconds that one shot, or one line of words, stands at most before something new is seen. */
  readonly secondsPerShot: number
  readonly margins: Margins
}

/**
 * Margins are those of the platforms' own templates for 1080x1920: TikTok's in-feed template with a caption of two lines, Meta's
 * guide for Reels (14 % at the top, 35 % at the bottom) with its column of buttons, Google's guide for Shorts (288, 192, 672 and 48 px).
 * A YouTube player covers its lower edge with the controls; the 4:5 feed covers nothing, but its grid crops to 3:4.
 */
export const PLATFORM_RULES: Readonly<Record<Platform, PlatformRule>> = {
  tiktok: {
    name: 'TikTok',
    aspectRatio: '9:16',
    duration: 9,
    secondsPerShot: 2,
    margins: { top: 0.13, right: 0.13, bottom: 0.25, left: 0.06 },
  },
  reels: {
    name: 'Instagram Reels',
    aspectRatio: '9:16',
    duration: 8,
    secondsPerShot: 2.5,
    margins: { top: 0.14, right: 0.12, bottom: 0.35, left: 0.06 },
  },
  shorts: {
    name: 'YouTube Shorts',
    aspectRatio: '9:16',
    duration: 10,
    secondsPerShot: 2.5,
    margins: { top: 0.15, right: 0.178, bottom: 0.35, left: 0.06 },
  },
  youtube: {
    name: 'YouTube',
    aspectRatio: '16:9',
    duration: 6,
    secondsPerShot: 4,
    margins: { top: 0.06, right: 0.05, bottom: 0.14, left: 0.05 },
  },
  instagram: {
    name: 'the Instagram feed',
    aspectRatio: '4:5',
    duration: 8,
    secondsPerShot: 3,
    margins: { top: 0.06, right: 0.06, bottom: 0.06, left: 0.06 },
  },
}

/** Title safe area: 5 % of each side stay free of words on any screen (SMPTE ST 2046-1). */
const TITLE_SAFE = 0.05

/**
 * The part of a frame that words may stand in, as shares of the frame. A frame of another shape than the platform's screen is
 * shown whole in its middle, so that less of it is covered; an upright one is shown by the platform's player of upright clips.
 * @param platform null where it is not known: only the edges of the frame are kept free
 */
export function safeZone(platform: Platform | null, aspect: AspectRatio): Rectangle {
  const edge: Rectangle = { x: TITLE_SAFE, y: TITLE_SAFE, width: 1 - 2 * TITLE_SAFE, height: 1 - 2 * TITLE_SAFE }
  if (platform === null) return edge
  const { aspectRatio, margins } = PLATFORM_RULES[playerOf(platform, aspect)]
  const size = (ratio: AspectRatio) => ({ width: aspectValue(ratio), height: 1 })
  const shown = containRectangle(size(aspect), size(aspectRatio))
  const left = Math.max(edge.x, (margins.left - shown.x) / shown.width)
  const top = Math.max(edge.y, (margins.top - shown.y) / shown.height)
  const right = Math.min(1 - TITLE_SAFE, (1 - margins.right - shown.x) / shown.width)
  const bottom = Math.min(1 - TITLE_SAFE, (1 - margins.bottom - shown.y) / shown.height)
  return { x: left, y: top, width: right - left, height: bottom - top }
}

function playerOf(platform: Platform, aspect: AspectRatio): Platform {
  if (aspect !== '9:16') return platform
  if (platform === 'youtube') return 'shorts'
  return platform === 'instagram' ? 'reels' : platform
}
