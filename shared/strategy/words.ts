/** How a prompt speaks of a camera, a lighting and a mood, in the words of the trade that video models were taught by. */

import type { CameraMove } from '../camera/index.ts'
import type { Category } from './mood.ts'
import type { Lighting } from './names.ts'

/** As a phrase within a prompt. */
export const CAMERA_WORDS: Readonly<Record<CameraMove, string>> = {
  dolly_slow: 'slow dolly in towards the subject',
  dolly_out: 'slow dolly out from the subject',
  pan_slow: 'slow, steady pan across the scene',
  crane_up: 'smooth crane shot rising above the subject',
  static_focus: 'static camera, shallow focus resting on the subject',
  handheld_subtle: 'subtle handheld camera, close and breathing',
  dolly_zoom: 'dolly zoom, the background stretching away behind the subject',
  crash_zoom_in: 'sudden crash zoom into the subject',
  whip_pan_right: 'fast whip pan to the right with motion blur',
  fpv_drone: 'FPV drone shot gliding close and banking into its turns',
  spiral_zoom: 'spiralling zoom, the frame rolling as it closes in',
  bullet_time: 'bullet-time arc around the frozen subject',
  through_object: 'camera pushing through a blurred foreground object into the scene',
  orbit: 'camera orbiting the subject',
}

/** As a phrase within a prompt. */
export const LIGHTING_WORDS: Readonly<Record<Lighting, string>> = {
  high_contrast: 'high-contrast lighting with deep shadows',
  neon_glow: 'neon glow in saturated pink and cyan',
  golden_hour: 'golden-hour light, low and warm',
  soft_key: 'soft key light with gentle falloff',
  natural: 'natural daylight',
  warm_ambient: 'warm ambient light from lamps',
  neon_noir: 'neon-noir lighting, coloured signs in wet darkness',
  volumetric: 'volumetric light, visible beams through haze',
}

/** What would spoil any clip, and then each mood. */
export const NEGATIVE_WORDS: Readonly<Record<'any' | Category, string>> = {
  any: 'blurry, low quality, distorted shapes, flicker, watermark, unreadable text',
  high_energy: 'static, dull, flat lighting, slow',
  luxury_reveal: 'cheap, cluttered, harsh light, shaky camera',
  intimate_story: 'staged, artificial, cold light, fast cuts',
  surreal_trip: 'ordinary, plain, flat lighting, documentary look',
}

/** A name as people write it: `golden_hour` is golden hour. */
export function spoken(name: string): string {
  return name.replaceAll('_', ' ').replace('fpv', 'FPV')
}

/**
 * A prompt with phrases woven in behind it, each as a sentence of its own. The person's own words are never cut or changed: a
 * phrase that says nothing new, or that would make the whole longer than allowed, is left out.
 * @param phrases most important first
 */
export function enrich(prompt: string, phrases: readonly string[], maximumLength: number): string {
  return phrases.reduce((text, phrase) => {
    if (phrase === '' || text.toLowerCase().includes(phrase.toLowerCase())) return text
    const sentence = `${phrase.slice(0, 1).toUpperCase()}${phrase.slice(1)}.`
    const longer = text === '' ? sentence : `${text}${/[.!?…。！？]["'”’)]*$/.test(text) ? '' : '.'} ${sentence}`
    return longer.length <= maximumLength ? longer : text
  }, prompt)
}
