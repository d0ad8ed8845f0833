/** From a mood to a plan: which camera, which light, which words, in which shape and length. */

import { type AspectRatio, type CameraChoice, type CameraMove, mulberry32 } from '../camera/index.ts'
import { type Category, MOOD_MATRIX, moodCategory } from './mood.ts'
import type { Lighting, Platform } from './names.ts'
import { PLATFORM_RULES } from './platform.ts'
import { CAMERA_WORDS, enrich, LIGHTING_WORDS, NEGATIVE_WORDS, spoken } from './words.ts'

export interface StrategyRequest<Own extends CameraChoice = never> {
  readonly prompt: string
  /** 0..100 */
  readonly mood: number
  /** Wins over the mood's. */
  readonly camera?: Own | undefined
  /** Wins over the mood's. */
  readonly lighting?: Lighting | undefined
  readonly platform?: Platform | undefined
  /** 0..4294967295. Decides which of the mood's cameras and lightings comes first and in what order the others follow. */
  readonly seed: number
  /** Most characters that a prompt may have. */
  readonly maximumLength: number
}

export interface Strategy<Own extends CameraChoice = never> {
  readonly category: Category
  readonly camera: CameraMove | Own
  readonly lighting: Lighting
  readonly keywords: readonly string[]
  /** The person's words with the keywords, the camera and the light woven in. */
  readonly prompt: string
  readonly negativePrompt: string
  readonly aspectRatio: AspectRatio
  /** Seconds. */
  readonly duration: number
  /** One English sentence. */
  readonly why: string
}

/** Where no platform says otherwise. */
const ANYWHERE = { aspectRatio: '16:9', duration: 5 } as const

/** The first of the strategies for a request: what a clip with a mood is made by. */
export function strategy<Own extends CameraChoice = never>(request: StrategyRequest<Own>): Strategy<Own> {
  return strategyOf(request, 0)
}

/**
 * Several strategies for one request, different in camera or lighting until the mood has no other pair left. Pure: same request,
 * same answer, and the first is the one of `strategy`.
 */
export function strategies<Own extends CameraChoice = never>(request: StrategyRequest<Own>, count: number): readonly Strategy<Own>[] {
  return Array.from({ length: count }, (_, index) => strategyOf(request, index))
}

function strategyOf<Own extends CameraChoice>(request: StrategyRequest<Own>, index: number): Strategy<Own> {
  const category = moodCategory(request.mood)
  const row = MOOD_MATRIX[category]
  const random = mulberry32(request.seed)
  const cameras: readonly (CameraMove | Own)[] = request.camera === undefined ? shuffled(row.cameras, random) : [request.camera]
  const lightings = request.lighting === undefined ? shuffled(row.lightings, random) : [request.lighting]
  // Numbers of cameras and lightings have no common divisor, so both change from one strategy to the next and every pair comes once.
  const camera = at(cameras, index)
  const lighting = at(lightings, index)
  const phrases = [row.keywords.join(', '), wordsOf(camera), LIGHTING_WORDS[lighting]]
  const { aspectRatio, duration } = request.platform === undefined ? ANYWHERE : PLATFORM_RULES[request.platform]
  return {
    category,
    camera,
    lighting,
    keywords: row.keywords,
    prompt: enrich(request.prompt, phrases, request.maximumLength),
    negativePrompt: `${NEGATIVE_WORDS.any}, ${NEGATIVE_WORDS[category]}`,
    aspectRatio,
    duration,
    why: reason(request, category, camera, lighting),
  }
}

function wordsOf(camera: CameraChoice): string {
  return typeof camera === 'string' ? CAMERA_WORDS[camera] : ''
}

function reason(
  { mood, platform }: Pick<StrategyRequest, 'mood' | 'platform'>,
  category: Category,
  camera: CameraChoice,
  lighting: Lighting,
): string {
  const move = typeof camera === 'string' ? spoken(camera) : 'your own camera path'
  const first = `Mood ${mood} is ${spoken(category)}: ${move} in ${spoken(lighting)} light`
  if (platform === undefined) return `${first}.`
  const { name, aspectRatio, duration, secondsPerShot } = PLATFORM_RULES[platform]
  return `${first}; ${name} shows ${aspectRatio} best, ${duration} s long with something new every ${secondsPerShot} s.`
}

function shuffled<T>(values: readonly T[], random: () => number): readonly T[] {
  return values
    .map((value) => ({ value, rank: random() }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ value }) => value)
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length]
  if (value === undefined) throw new Error('a mood has no camera or no lighting')
  return value
}
