import type { PageStory, SegmentDraft, StoryOverlay } from 'shared/wire'
import { planFromPrompt } from './from-prompt.ts'
import { countFor, pick, startsOf, timeSegments } from './lay-out.ts'
import type { PlannedSegment, PlannedStory, PlanWish } from './plan.ts'
import { MOST_TITLE_TEXT } from './titles.ts'
import { cutAtWord, sayable, sayPart, sentences, speaksEnglish } from './words.ts'

/** A scene of a page's film before it has a length; `title` and `text` are the page's own words, `says` ours. */
interface Scene extends Pick<SegmentDraft, 'camera' | 'lighting'> {
  readonly kind: 'hero' | 'feature' | 'picture' | 'price' | 'call'
  readonly prompt: string
  readonly title: string
  readonly text: string
  readonly says: readonly string[]
  readonly share: number
}

const MOST_FEATURES = 8
/** As many of a page's sentences stand on the screen as can be said in this time. */
const SECONDS_READ = 6
const FEATURE_CAMERAS = ['pan_slow', 'through_object', 'static_focus', 'handheld_subtle'] as const
const PICTURE_CAMERAS = ['dolly_slow', 'pan_slow', 'crane_up', 'orbit'] as const

/**
 * Plans the film of a page that sells something: the hero, a scene for each feature, further pictures, the price and a call to action.
 * Only what is there is shown: without a price there is no price scene, without features none of those.
 */
export function planFromPage(wish: PlanWish, page: PageStory): PlannedStory {
  const name = shortName(page)
  const images = page.images ?? wish.images
  const english = speaksEnglish([page.title, page.description, ...(page.features ?? [])].join(' '), wish.language)
  if (name === '') return planFromPrompt({ ...wish, prompt: wish.prompt ?? page.description ?? 'a product', images })
  const scenes = choose(scenesOf(page, name, images.length), name, wish.duration)
  const seconds = wish.duration ?? scenes.length * 4
  const untimed = scenes.map((scene, index) => ({
    prompt: cutAtWord(wish.prompt === null ? scene.prompt : `${scene.prompt}. ${wish.prompt}`, 500),
    titleText: cutAtWord(scene.title, MOST_TITLE_TEXT),
    narration: '',
    image: images.length === 0 ? null : pick(images, scene.kind === 'call' ? 0 : index),
    boundary: boundaryBehind(index, scenes.length, wish.flow),
    camera: scene.camera,
    lighting: scene.lighting,
  }))
  const timed = timeSegments(
    untimed,
    scenes.map(({ share }) => share),
    seconds,
  )
  const segments = timed.map((segment, index) => ({ ...segment, narration: narrationOf(scenes[index], segment.duration, english) }))
  const overlays = overlaysOf(page, name, scenes, segments, english)
  return { title: cutAtWord(page.title ?? name, 200), arc: wish.arc ?? 'feature_tour', mood: 62, segments, overlays }
}

/** A price as people write it: with its currency, where the page tells it apart. */
export function priceText({ price, currency }: PageStory): string | null {
  if (price === undefined || price === '') return null
  if (currency === undefined || currency === '' || price.includes(currency) || /\p{Sc}/u.test(price)) return price
  return cutAtWord(/^[A-Z]{3}$/.test(currency) ? `${currency} ${price}` : `${currency}${price}`, 40)
}

function scenesOf(page: PageStory, name: string, pictures: number): readonly Scene[] {
  const features = (page.features ?? []).slice(0, MOST_FEATURES)
  const [price, brand] = [priceText(page), page.brand ?? '']
  const hero: Scene = {
    kind: 'hero',
    prompt: `${name}, hero shot, clean background, every detail crisp`,
    title: [name, sayPart(page.description ?? '', SECONDS_READ)].filter((words) => words !== '').join('. '),
    text: page.description ?? '',
    says: [brand === '' || name.includes(brand) ? `This is ${name}.` : `This is ${name}, by ${brand}.`, `${name}.`],
    camera: 'dolly_slow',
    lighting: 'soft_key',
    share: 1.2,
  }
  const featured = features.map((feature, index): Scene => {
    const prompt = cutAtWord(`${name}: ${feature}, close-up`, 400)
    return {
      kind: 'feature',
      prompt,
      title: feature,
      text: feature,
      says: [],
      camera: pick(FEATURE_CAMERAS, index),
      lighting: 'natural',
      share: 1,
    }
  })
  const further = Array.from({ length: Math.max(0, pictures - 1 - features.length) }, (_, index) =>
    pictureScene(name, `${name} from another side, natural surroundings`, index),
  )
  const priced: Scene[] =
    price === null
      ? []
      : [
          {
            kind: 'price',
            prompt: `${name} turning slowly on a plain background, free space for the price`,
            title: name,
            text: '',
            says: [`All of it for ${price}.`],
            camera: 'orbit',
            lighting: 'high_contrast',
            share: 0.9,
          },
        ]
  const call: Scene = {
    kind: 'call',
    prompt: `${name} centred, calm background, free space for words`,
    title: name,
    text: '',
    says: ['Have a closer look today.', 'See it today.'],
    camera: 'dolly_out',
    lighting: 'golden_hour',
    share: 0.9,
  }
  return [hero, ...featured, ...further, ...priced, call]
}

function pictureScene(name: string, prompt: string, index: number): Scene {
  return { kind: 'picture', prompt, title: name, text: '', says: [], camera: pick(PICTURE_CAMERAS, index), lighting: 'natural', share: 0.8 }
}

/** As many scenes as the film has time for: further pictures go first, then the last features, then the price, which an overlay still tells. */
function choose(scenes: readonly Scene[], name: string, duration: number | null): readonly Scene[] {
  if (duration === null) return scenes.slice(0, -1).slice(0, 11).concat(scenes.slice(-1))
  const most = Math.max(countFor(duration), Math.min(2, Math.floor(duration)))
  const order: readonly Scene['kind'][] = ['hero', 'call', 'feature', 'price', 'picture']
  const ranked = scenes.map((scene, index) => ({ scene, index, rank: rankOf(scenes, scene, index, order) }))
  const kept = new Set(
    ranked
      .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
      .slice(0, most)
      .map(({ index }) => index),
  )
  const chosen = scenes.filter((_, index) => kept.has(index))
  return chosen.length >= countFor(duration) ? chosen : withMore(chosen, name, countFor(duration))
}

/** From the third on features rank behind the price, so that a short film still tells it. */
function rankOf(scenes: readonly Scene[], scene: Scene, index: number, order: readonly Scene['kind'][]): number {
  const earlier = scenes.slice(0, index).filter(({ kind }) => kind === scene.kind).length
  return order.indexOf(scene.kind) + (scene.kind === 'feature' && earlier >= 2 ? 1.5 : 0)
}

/** Further views before the end, where a film is longer than what the page says. */
function withMore(scenes: readonly Scene[], name: string, count: number): readonly Scene[] {
  const views = ['in use', 'from above', 'in its surroundings', 'in the hands of somebody who likes it', 'as a macro shot of its surface']
  const more = Array.from({ length: count - scenes.length }, (_, index) =>
    pictureScene(name, `${name} ${pick(views, index)}, natural light`, index),
  )
  const before = scenes.findIndex(({ kind }) => kind === 'price' || kind === 'call')
  return scenes.toSpliced(before === -1 ? scenes.length : before, 0, ...more)
}

function boundaryBehind(index: number, count: number, flow: PlanWish['flow']): PlannedSegment['boundary'] {
  if (index === count - 1) return { kind: 'cut', seconds: 0 }
  if (flow === 'continuous') return { kind: 'continuous', seconds: 0 }
  const kinds = ['dissolve', 'slide', 'cut'] as const
  const kind = index === count - 2 ? 'dissolve' : pick(kinds, index)
  return { kind, seconds: kind === 'cut' ? 0 : 0.5 }
}

/** What is said over a scene: the page's own words where they can be said in time, else ours where the page is in English. */
function narrationOf(scene: Scene | undefined, seconds: number, english: boolean): string {
  if (scene === undefined) return ''
  const ours = english ? sayable(scene.says, seconds) : ''
  if (scene.kind === 'hero' && ours !== '') return ours
  return (scene.text === '' ? '' : sentences(sayPart(scene.text, seconds))) || ours
}

function overlaysOf(
  page: PageStory,
  name: string,
  scenes: readonly Scene[],
  segments: readonly PlannedSegment[],
  english: boolean,
): readonly StoryOverlay[] {
  const starts = startsOf(segments)
  const last = starts.at(-1) ?? 0
  const price = priceText(page)
  const scene = scenes.findIndex(({ kind }) => kind === 'price')
  const from = scene === -1 ? (starts.at(-2) ?? 0) : (starts[scene] ?? 0)
  const tag: StoryOverlay[] =
    price === null || last <= from ? [] : [{ kind: 'price', id: 'price', start: from, end: last, price, before: null, place: 'top_right' }]
  const half = last + (segments.at(-1)?.duration ?? 0) / 3
  const card: StoryOverlay = {
    kind: 'end_card',
    id: 'end_card',
    start: Math.round(half * 2) / 2,
    end: null,
    heading: cutAtWord(name, 120),
    action: english ? 'Shop now' : null,
    address: hostOf(page.url),
  }
  return [...tag, card]
}

function hostOf(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null
  return new URL(url).host.replace(/^www\./, '').slice(0, 120) || null
}

/** What a page sells in a few words: its title without the shop's name behind it. */
function shortName({ title = '', brand = '' }: PageStory): string {
  const [first = ''] = title.split(/\s+[|–—•·]\s+|\s+-\s+/)
  return cutAtWord(first.trim() === '' ? brand : first.trim(), 80)
}
