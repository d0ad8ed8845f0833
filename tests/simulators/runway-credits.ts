import type { RunwayBody } from './runway-bodies.ts'

/** Credits a second, providers-a 1.2, last column. Sizes that it names no price for cannot be bought here. */
const PER_SECOND: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'gen4.5': { any: 12 },
  gen4_turbo: { any: 5 },
  'veo3.1': { silent: 20, sound: 40 },
  'veo3.1_fast': { silent: 10, sound: 15 },
  seedance2: { '480p': 36, '720p': 36, '1080p': 40, '4k': 150 },
  seedance2_fast: { any: 29 },
  seedance2_mini: { any: 16 },
  seedance2_5: { '720p': 30 },
  h3_max: { '768p': 8 },
  wan3: { '720p': 10 },
  gemini_omni_flash: { any: 10 },
  'gemini_omni_flash_1.1': { '720p': 10, '1080p': 15 },
  grok_imagine_1_5: { '480p': 11 },
  aleph2: { any: 28 },
}
const MINIMUM: Readonly<Record<string, number>> = { aleph2: 56, seedance2_mini: 64 }

/** Credits a picture, 1.5; muse_image by the sdk ("Each image costs 1 credit"). */
const PER_IMAGE: Readonly<Record<string, (height: number) => number>> = {
  gen4_image: (shortSide) => (shortSide <= 720 ? 5 : 8),
  gen4_image_turbo: () => 2,
  muse_image: () => 1,
}

/** What was bought, as far as the price goes by it. */
export interface Bought {
  readonly seconds: number
  readonly width: number
  readonly height: number
}

/** What a task costs; null where nobody has published a price. */
export function creditsFor(body: RunwayBody, { seconds, width, height }: Bought): number | null {
  const image = PER_IMAGE[body.model]
  if (image !== undefined) return image(Math.min(width, height))
  const prices = PER_SECOND[body.model] ?? {}
  const sound = 'audio' in body && body.audio === true ? 'sound' : 'silent'
  const rate = prices['any'] ?? prices[sound] ?? prices[tierOf(Math.min(width, height))]
  return rate === undefined ? null : Math.max(rate * seconds, MINIMUM[body.model] ?? 0)
}

function tierOf(shortSide: number): string {
  if (shortSide <= 560 || shortSide === 640) return '480p'
  if (shortSide === 768) return '768p'
  if (shortSide <= 960) return '720p'
  return shortSide <= 1440 ? '1080p' : '4k'
}
