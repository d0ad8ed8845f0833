import { type CampaignGroup, type CampaignRequest, type ClipRequest, PROMPT_LENGTH, TITLE_TEXT_LENGTH } from 'shared/wire'
import { pick } from './lay-out.ts'
import { capital, cutAtWord } from './words.ts'

/** One clip of a campaign before it is priced. */
export interface PlannedClip {
  readonly group: CampaignGroup
  readonly label: string
  readonly request: ClipRequest
  /** Its place among the takes of one idea; null for a clip that stands alone. */
  readonly variantIndex: number | null
}

/** Clips that are planned where the brief gives no number. */
const DEFAULTS = { scenes: 3, productShots: 2, transitions: 2, variants: 2 } as const
/** Seconds. */
const LENGTH = { clip: 5, transition: 3 } as const

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

const SHOTS = [
  { label: 'full turn', prompt: 'slow 360-degree rotation, professional studio lighting', camera: 'orbit', lighting: 'soft_key' },
  { label: 'coming closer', prompt: 'slow push in on the finest detail, shallow focus', camera: 'dolly_slow', lighting: 'golden_hour' },
  { label: 'rising reveal', prompt: 'reveal from below, light runs over the surface', camera: 'crane_up', lighting: 'volumetric' },
  { label: 'in use', prompt: 'in use, natural surroundings', camera: 'handheld_subtle', lighting: 'natural' },
] as const
const PASSAGES = [
  'out-of-focus lights drift through the frame and dissolve, abstract background, no objects',
  'a soft beam of light sweeps across a plain surface from left to right, abstract background',
  'fast motion blur of colours from one side to the other, abstract background, no objects',
  'ink-like clouds of colour open in slow motion, abstract background',
] as const
const B_ROLL_CAMERAS = ['handheld_subtle', 'pan_slow', 'dolly_slow', 'static_focus'] as const

/**
 * The clips of a campaign from its brief: B-roll of its scenes, with those that are missing derived from benefits and audience; a product
 * shot of each picture, or some from words where there is none; passages between scenes; and takes of the hero shot to choose from.
 * Where no quality is asked for, product shots are standard and all else drafts.
 */
export function planCampaign(brief: CampaignRequest): readonly PlannedClip[] {
  const { images = [], benefits = [], transitionCount = DEFAULTS.transitions, variantCount = DEFAULTS.variants } = brief
  const look = { aspectRatio: brief.aspectRatio ?? '9:16' } as const
  const draft = { ...look, quality: brief.quality ?? 'draft' } as const
  const hero = { ...look, quality: brief.quality ?? 'standard' } as const
  const bRoll = scenesOf(brief).map(({ scene, title }, index): PlannedClip => {
    const request = { prompt: scene, titleText: title, camera: pick(B_ROLL_CAMERAS, index), lighting: 'natural' } as const
    return planned('bRoll', cutAtWord(scene, 60), { ...draft, ...request, duration: LENGTH.clip })
  })
  const count = images.length === 0 ? DEFAULTS.productShots : images.length
  const productShots = Array.from({ length: count }, (_, index): PlannedClip => {
    const { label, prompt, camera, lighting } = pick(SHOTS, index)
    const picture = images.length === 0 ? {} : { image: pick(images, index) }
    return planned('productShots', label, {
      ...hero,
      ...picture,
      prompt: words(`${brief.productName}: ${prompt}`),
      titleText: titled(benefits.length === 0 ? brief.productName : `${brief.productName}. ${pick(benefits, index)}`),
      camera,
      lighting,
      duration: LENGTH.clip,
    })
  })
  const transitions = Array.from({ length: transitionCount }, (_, index): PlannedClip => {
    const request = { prompt: pick(PASSAGES, index), titleText: brief.productName, motionIntensity: 'high' } as const
    return planned('transitions', `passage ${index + 1}`, { ...draft, ...request, duration: LENGTH.transition })
  })
  const idea = words(heroIdea(brief))
  const heroTitle = titled([brief.productName, ...benefits.slice(0, 1)].join('. '))
  const variants = Array.from({ length: variantCount }, (_, index): PlannedClip => {
    const picture = images.length === 0 ? {} : { image: pick(images, 0) }
    const clip = planned('variants', `take ${index + 1}`, {
      ...draft,
      ...picture,
      prompt: idea,
      titleText: heroTitle,
      duration: LENGTH.clip,
    })
    return { ...clip, variantIndex: index }
  })
  return [...bRoll, ...productShots, ...transitions, ...variants]
}

function planned(group: CampaignGroup, label: string, request: Omit<ClipRequest, 'kind'>): PlannedClip {
  return { group, label, request: { kind: 'clip', ...request }, variantIndex: null }
}

/** A scene with what stands on the screen where it is made of words. */
interface Scene {
  readonly scene: string
  readonly title: string
}

/** The scenes of the brief, and so many derived ones that there are three at least. */
function scenesOf({ productName, audience = '', benefits = [], scenes = [] }: CampaignRequest): readonly Scene[] {
  const who = audience === '' ? 'a person' : audience
  const derived = [
    ...benefits.map((benefit) => ({ scene: `${who}, everyday scene that shows: ${benefit}`, title: benefit })),
    { scene: `${who} using ${productName}, concentrated and at ease`, title: productName },
    { scene: `close-up of hands with ${productName}, shallow focus`, title: `${productName}, up close` },
    { scene: `${who} pleased with the result, ${productName} in the background`, title: productName },
  ]
  const missing = Math.max(0, DEFAULTS.scenes - scenes.length)
  return [
    ...scenes.map((scene) => ({ scene: isShort(scene) ? `${scene}, an everyday scene with ${productName}` : scene, title: scene })),
    ...derived.slice(0, missing),
  ].map(({ scene, title }) => ({ scene: words(scene), title: titled(title) }))
}

function heroIdea({ productName, audience = '', benefits = [] }: CampaignRequest): string {
  const [benefit = ''] = benefits
  const forWhom = audience === '' ? '' : `, made for ${audience}`
  return `Advertising shot of ${productName}${forWhom}${benefit === '' ? '' : `, ${benefit}`}, cinematic, free space for words`
}

/** Whether a text is too short for a prompt, however its characters are counted. */
function isShort(text: string): boolean {
  return [...GRAPHEMES.segment(text)].length < PROMPT_LENGTH.minimum
}

/** A prompt that any model takes, with its first letter a capital. */
function words(prompt: string): string {
  return cutAtWord(capital(prompt), PROMPT_LENGTH.maximum)
}

function titled(text: string): string {
  return cutAtWord(capital(text), TITLE_TEXT_LENGTH.maximum)
}
