/** What a mood means: the category it falls into, and the cameras, lightings and words that carry it. */

import type { CameraMove } from '../camera/index.ts'
import type { Lighting } from './names.ts'

export const CATEGORIES = ['high_energy', 'luxury_reveal', 'intimate_story', 'surreal_trip'] as const
export type Category = (typeof CATEGORIES)[number]

/** Moods are real numbers from calm and strange to loud and fast. */
export const MOOD_RANGE = { minimum: 0, maximum: 100 } as const

export interface MoodRow {
  /** The lowest mood of the category; it ends where the next one begins. */
  readonly from: number
  readonly cameras: readonly CameraMove[]
  readonly lightings: readonly Lighting[]
  readonly keywords: readonly string[]
}

export const MOOD_MATRIX: Readonly<Record<Category, MoodRow>> = {
  high_energy: {
    from: 75,
    cameras: ['fpv_drone', 'crash_zoom_in', 'whip_pan_right'],
    lightings: ['high_contrast', 'neon_glow'],
    keywords: ['dynamic', 'explosive', 'intense'],
  },
  luxury_reveal: {
    from: 50,
    cameras: ['dolly_slow', 'crane_up', 'pan_slow'],
    lightings: ['golden_hour', 'soft_key'],
    keywords: ['elegant', 'sophisticated', 'premium'],
  },
  intimate_story: {
    from: 25,
    cameras: ['static_focus', 'handheld_subtle', 'dolly_zoom'],
    lightings: ['natural', 'warm_ambient'],
    keywords: ['personal', 'emotional', 'authentic'],
  },
  surreal_trip: {
    from: 0,
    cameras: ['bullet_time', 'spiral_zoom', 'through_object'],
    lightings: ['neon_noir', 'volumetric'],
    keywords: ['dreamlike', 'abstract', 'otherworldly'],
  },
}

/** The category of a mood from 0 to 100. */
export function moodCategory(mood: number): Category {
  return CATEGORIES.find((category) => mood >= MOOD_MATRIX[category].from) ?? 'surreal_trip'
}
